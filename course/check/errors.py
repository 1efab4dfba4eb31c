"""What the words mean in which Python and numpy say that something went wrong, where it is one of the common things."""
import re

WHOLE = "One of the two is a whole dictionary. What it holds for a key is `d[key]`; how many keys it has, `len(d)`."
SAID = [                         # what Python or numpy says where something common went wrong, and what that means; the special before the general
    (("object supporting the buffer API required",), "Bytes are wanted there. Is a pair of brackets missing, as in `x.tobytes()`?"),
    (("Strings must be encoded before hashing",), "A hash is made of bytes, and that is a text. A name in quotes is a text, too: without them it is what the name stands for."),
    (("takes no arguments",), "Nothing goes into those brackets. Part of what it gives is cut out behind them: `f()[:8]`."),
    (("'bytes' object has no attribute 'hexdigest'",), "Those are the bytes themselves. The hash comes first: `hashlib.sha256(data)`."),
    (("can't multiply sequence by non-int of type 'float'",), "A list or a text can be repeated a whole number of times only. Is its length meant, `len(x)`?"),
    (("append() takes exactly one argument",), "`append` takes one thing. Two texts become one by `+`, or in an f-string; two things are appended one after the other."),
    (tuple(f"{sign}: '{kind}' and 'tuple'" for sign in ("+", "+=") for kind in ("int", "float")), "A pair was added to a number. Take the pair apart first: `for name, cost in pairs`."),
    (("tuple indices must be integers or slices, not str",), "A pair is asked for its parts by place, `pair[0]` and `pair[1]`. Or take it apart: `for who, text in pairs`."),
    (("inhomogeneous shape",), "The pieces that you put together are not all of one size. Print the shape of each: which is too small?"),
    (("could not broadcast input array",), "What you put in does not have the size of the place that you put it in. Does that place lie inside (rows come first), and is it as large?"),
    (("could not be broadcast together",), "These two arrays do not fit together, number by number. Print the shape of each."),
    (("'NoneType' object has no attribute 'append'",), "`append` changes the list itself and gives back nothing: call it, without `=` in front."),
    (("bitwise_xor", "for ^:"), "`^` is not the power in Python: that is `**`."),
    (("only 0-dimensional arrays", "only length-1 arrays", "only size-1 arrays"), "`int`, and the functions of `math`, such as `log`, take one number. For a whole array there are `.astype(int)`, `np.log` and the like."),
    (("can only concatenate list",), "`+` joins two lists. To put one thing behind a list: `numbers + [5]`. To add a number to each item, go through them: `[x + 5 for x in numbers]`."),
    (("builtin_function_or_method",), "A function stands where something else was meant. Is a pair of brackets missing (`x.flatten()`), or a name misspelt (`id` is a function of Python's)?"),
    (("bytes must be in range",), "A byte is a number from 0 to 255, and one of these is larger: it is an id, perhaps. What an id stands for has to be looked up."),
    (("division by zero",), "Something is divided by 0 there: nothing was counted, or a sum came to 0. Print what stands behind the `/`."),
    (("math domain error",), "A logarithm or a root was asked of a number that has none: is it zero or below?"),
    (("assignment index out of range",), "A list has the places that are filled already, and no others: `x.append(…)` puts something behind the last."),
    (("axis 1 is out of bounds for array of dimension 1",), "That is a single row, and has no second axis: `row.max()` or `row.sum()` will do, without `axis`."),
    (("out of bounds for array of dimension",), "An array has no such axis: print its `shape`. (`sum`, `max` and the like may be numpy's, where Python's were meant: did a cell import them?)"),
    (("tuple index out of range",), "A pair has two parts, `pair[0]` and `pair[1]`. Is a place in a list meant, `ids[i]`?"),
    (("required positional argument",), "Something that this function takes was left out where it is called: what does its `def` line, or the task, list?"),
    (("unhashable type: 'slice'",), "A part, as in `text[1:3]`, is cut out of a text or a list; a dictionary has none. Were two things handed over in each other's place?"),
    (("index out of range", "out of bounds"), "There is no item at that place: places are counted from 0, so the last one is the length minus 1."),
    (("not supported between instances of 'NoneType'", "not supported between instances of 'int' and 'NoneType'",
      "not supported between instances of 'float' and 'NoneType'"), "Nothing (`None`) is compared with a number. `d.get(x)` gives `None` for what is not in `d`: leave it out first, "
                                                                            "or name what to take instead, such as `d.get(x, float(\"inf\"))`, which is larger than any number."),
    (("'NoneType' and", "and 'NoneType'", "of 'NoneType'"), "One of the two is nothing (`None`). Does it have to be given something first, or does a function of yours end without `return`? "
                                                            "`append` and `sort`, too, give back nothing: they change a list itself."),
    (("&: 'list'", "&: 'set' and 'list'", "&: 'set' and 'tuple'", "&: 'set' and 'dict'"), "`&` is for sets: `set(a) & set(b)` holds what two lists share."),
    (("&: 'set' and 'str'", "&: 'str'"), "`&` is for sets, and that is a text. Make a list of its words first, and a set of them."),
    (("for /: 'dict'", "for *: 'dict'", *(f"for {sign}: '{kind}' and 'dict'" for sign in ("/", "*", "+=", "-") for kind in ("int", "float")), "for +: 'float' and 'dict'", "for /: 'str' and 'dict'"), WHOLE),
    (("'dict_keys' and", "'dict_values' and"), "Those are all keys, or all values. How many there are is `len(d)`; together they are `sum(d.values())`."),
    (("-: 'list'",), "Lists cannot be subtracted. Go through both together (`zip`), or make arrays of them: `np.array(a) - np.array(b)`."),
    (("must be real number, not",), "The functions of `math`, such as `exp`, take one number. Go through the many in a loop."),
    (("'dict' object has no attribute 'most_common'", "'dict' object has no attribute 'elements'", "'dict' object has no attribute 'total'"),
     "That belongs to a `Counter`, and this is a plain dictionary. Go through it yourself, or make one of it: `Counter(d)`."),
    (("'dict' object has no attribute",), "What a dictionary holds is asked for in square brackets: `d[\"name\"]`."),
    (("instances of 'bytes' and 'int'", "instances of 'bytes' and 'float'", "instances of 'int' and 'bytes'", "instances of 'float' and 'bytes'"),
     "Bytes are compared with a number. Is the number meant that a dictionary has for them, `d[token]`?"),
    (("instances of 'dict' and", "instances of 'int' and 'dict'", "instances of 'tuple' and 'dict'"), "A dictionary cannot be compared. What it holds for a key, `d[key]`, can."),
    (("not supported between instances of 'int' and 'tuple'", "not supported between instances of 'tuple' and 'int'"), "A number is compared with a pair. Of a pair in a dictionary `counts[pair]` is how often, "
                                                                                                                    "`pair` is which: keep the two in two variables."),
    (("unhashable type",), "A list can be no key of a dictionary and no member of a set. A tuple can, `tuple(x)`; and to look up many things, look up one after the other."),
    (("cannot access local variable", "referenced before assignment"), "That name has no value yet: it gets one further down, or only in a case that has not come. Give it one before the loop, or before the `if`; or is another name meant?"),
    (("as a data type",), "The shape is one thing, with brackets of its own: `np.zeros((2, 3))`. (For one number from a generator the brackets stay empty: `rng.random()`.)"),
    (("instances of 'list' and 'int'", "instances of 'list' and 'float'", "instances of 'int' and 'list'", "instances of 'float' and 'list'"),
     "A list is compared with a number. Is the sum of its items meant, `sum(x)`? Or take them one by one, in a loop."),
    (("and 'numpy.random._generator.Generator'", "of 'numpy.random._generator.Generator'"), "A generator is no number: `rng.random()` draws one."),
    (("slice indices must be integers", "'float' object cannot be interpreted as an integer"), "A whole number is wanted there, and that is one with a point, as `/` and a product with one give, even 2.0. `round(x)` goes to the nearest, `//` cuts off."),
    (("truth value of an array",), "`if`, and Python's own `max` and `min`, ask one question, and a whole array has many answers. Take its numbers one by one, or ask the array: `x.max()`, `np.where`, `np.sign`."),
    (("No module named",), "That package is not there, nor when you are graded. The exercises need Python and what the notebook itself imports."),
    (("'method' and", "of 'method'"), "A pair of brackets is missing: without them it is the function itself, and not what it gives (`rng.random()`)."),
    (("'list' object is not callable", "'int' object is not callable", "'str' object is not callable", "'dict' object is not callable"),
     "Round brackets call a function, and in front of them stands a list, a dictionary, a number or the like. An item is asked for in square ones: `ids[i]`. "
     "(Or has a line of yours, here or further up, given a function's name to something else? Then restart the kernel.)"),
    (("'bytes' object has no attribute 'encode'",), "That is bytes already: `encode` makes bytes of a text."),
    (("string argument without an encoding",), "`bytes` wants numbers. The bytes of a text are `text.encode()`."),
    (("not callable",), "Something in front of brackets is taken for a function. Is a `*` or a comma missing, or has a name been used for something else? (`key=` wants a function: `key=lambda i: score[i]`.)"),
    (("expected str instance, tuple found", "expected str instance, list found"), "`join` puts texts together, and met a pair: make a text of each pair first, `f\"{word} {answer}\"` say."),
    (("expected str instance",), "`join` puts texts together, and met something else: `str(x)` makes a text of it."),
    (("can only concatenate tuple",), "A pair is a tuple: take it apart first, as in `for word, answer in pairs`."),
    (("no attribute 'join'",), "`join` belongs to what stands between: `\", \".join(texts)`."),
    (tuple(f"'tuple' object has no attribute '{name}'" for name in ("append", "extend", "insert", "pop", "remove", "sort", "reverse")),
     "That is a tuple, which stays as it was made. A list can be changed: `list(x)` makes one of it."),
    (("'tuple' object has no attribute",), "The parts of a pair have places and no names: `pair[0]` and `pair[1]`. Or take it apart: `for who, text in pairs`."),
    (("'list' object has no attribute 'items'", "'list' object has no attribute 'keys'", "'list' object has no attribute 'values'", "'list' object has no attribute 'get'"),
     "That is a list, and no dictionary: it has no keys. Should it be one (`{}` makes an empty dictionary)? Or go through it as it is: `for pair in pairs`."),
    (tuple(f"'list' object has no attribute '{name}'" for name in ("shape", "reshape", "astype", "sum", "mean", "max", "min", "argmax", "dot", "T", "ravel", "flatten", "tolist", "size", "ndim")),
     "That is a list, and no array. Make one of it: `np.array(x)`."),
    (("'int' object has no attribute 'get'",), "A number stands there where a dictionary was meant, a row of a table. Put an empty one there first: `{}`."),
    (("'list' object has no attribute 'decode'",), "That is a list of them: join the bytes first, `b\"\".join(parts)`, or begin with `b\"\"` and add each."),
    (("'list' object has no attribute",), "That is a list, neither an array nor a text. Take one of its items (`lines[0]`), or go through them in a loop."),
    (("for /: 'list'", "for /: 'int' and 'list'"), "A list cannot be divided, nor divided by. How many items it has, `len(x)` says."),
    (("cannot reshape",), "That shape has more places than there are numbers, or fewer."),
    (("too many values to unpack",), "On the right of the `=` (or in what the `for` goes through) are more things than names on the left. (A dictionary gives its keys alone; `.items()` gives both.)"),
    (("cannot unpack non-iterable function object", "cannot unpack non-iterable method object", "cannot unpack non-iterable Stub object",
      "cannot unpack non-iterable builtin_function_or_method object"), "A function is named there, and was not called: what it is asked stands behind it in brackets, `f(x, y)`."),
    (("not enough values to unpack",), "On the right of the `=` (or in what the `for` goes through) are fewer things than names on the left."),
    (("'function' object is not iterable",), "A function stands where something to go through is meant. Has the thing another name, or are brackets missing?"),
    (("'function' and '", "and 'function'"), "A function stands where what it gives is meant. Call it, in round brackets; where it gives two things, take them apart: `first, second = f(x)`."),
    (tuple(f"for {sign}: '{one}'" for sign in "/*-" for one in ("str' and 'float", "str' and 'str", "float' and 'str", "int' and 'str", "str' and 'int") if (sign, one) not in (("*", "str' and 'int"), ("*", "int' and 'str"))),
     "A text is no number. Is it a label, or a word? What a dictionary has for it is `d[label]`."),
    (("'function' object has no attribute",), "A function stands there without its brackets: `count(pieces)` is what it gives, `count` the function itself."),
    (("arg is an empty sequence", "iterable argument is empty"), "The largest (or smallest) of nothing was asked for. Is the case that nothing is left asked too late, or not at all?"),
    (("object of type 'function' has no len()",), "A function stands there without its brackets: `count(pieces)` is what it gives, `count` the function itself."),
    (("object of type 'int' has no len()",), "That is a number, and has no length. Does a loop give places (`range(…)`) where the things themselves are meant (`for ids in pieces`)?"),
    (("can't concat int to bytes",), "A number cannot be joined to bytes. Is it an id? What it stands for has to be looked up."),
    (("'int' object is not iterable",), "A number cannot be gone through. `range(n)` gives 0 to n - 1."),
    (("can only concatenate str (not \"tuple\") to str",), "Commas make one tuple of several things. Texts are joined by `+`, or in an f-string."),
    (("can only concatenate str (not \"bytes\") to str",), "A text and bytes do not join. Begin with `b\"\"`, empty bytes, add the bytes to it, and make a text of the whole once. (`str` of bytes is no way out: it shows them, with a b and quotes.)"),
    (("'str' object has no attribute 'decode'",), "That is a text already: bytes have `decode`. (`str` makes no text of bytes: it shows them, with a b and quotes.)"),
    (("can only concatenate str",), "`+` joins two texts. Anything else becomes one by `str(…)`, or in an f-string."),
    (("'numpy.ufunc'",), "A function stands there without its brackets: `np.sign(x)`."),
    (("name 'e' is not defined",), "e to the power of x is `exp(x)`."),
    (("'int' object is not subscriptable",), "A number came where a list or a pair was expected. Look at what was handed over: is it one item in the place of all of them?"),
    (("can only join an iterable",), "`join` wants a list of texts. Are the brackets missing, as in `text.split()`?"),
    (("'float' object is not iterable",), "A number cannot be gone through, nor summed by itself. Is the list or the dictionary meant that it is in?"),
    (("'float' object is not subscriptable",), "A number stands there where a list or a dictionary was meant. Has its name been given another value on the way?"),
    (("is not subscriptable",), "Square brackets take an item out of a list or a dictionary. A function is called with round ones: `f(x)`."),
    (("'NoneType' object is not iterable",), "What should be gone through is nothing (`None`). `x = x.append(y)` makes it so: `append` changes the list itself, and gives back nothing."),
    (("name 'sign' is not defined",), "The functions of numpy carry its name: `np.sign`."),
    (("name 'ceil' is not defined",), "`ceil` is in `math`: `import math`, and then `math.ceil`."),
    (("name 'sqrt' is not defined",), "`sqrt` is in `math`: `import math`, and then `math.sqrt`. Or write `x ** .5`."),
    (("+: 'int' and 'str'", "+=: 'int' and 'str'"), "A number and a text do not add up. To count, add 1; what a dictionary holds for a word is `d[word]`; how long a text is, `len(text)`. (And what `max(d, key=f)` hands to `f` is a key.)"),
    (("+: 'int' and 'dict'",), "`sum` adds numbers, and met a dictionary: is one row of it meant? `sum(row.values())`."),
    (("-: 'dict' and 'int'", "+: 'dict' and 'int'"), "A dictionary came where a number is meant. A loop over `tables` gives the tables; `for n, table in enumerate(tables, 1)` gives their numbers as well."),
    (("+: 'int' and 'list'",), "`sum` adds numbers, and met a list: go through the rows, and add up each."),
    (("indices must be integers or slices, not float",), "A list is asked for its items by place, a whole number, and that is one with a point. Is it an item of a list, and its place was meant?"),
    (("indices must be integers or slices, not tuple", "indices must be integers or slices, not bytes"), "A list is asked for its items by place, a whole number, and that is something else. "
     "Is it what stands at the place? (Where keys are of any kind, it has to be a dictionary: `{}`.)"),
    (("indices must be integers or slices, not list", "indices must be integers or slices, not numpy.ndarray"),
     "A list is asked for one item at a time. Go through the places in a loop; or make an array of the list (`np.array`), which can be asked for many at once."),
    (("indices must be integers or slices, not str",), "A list is asked for its items by number. Where the keys are words, it has to be a dictionary, `{}`. (At which place a label is, `labels.index(label)` says.)"),
    (("must be str, not set",), "A text is wanted there. Curly brackets without quotes make a set of what a name stands for; a text stands in quotes, brackets and all: `\"{name}\"`."),
    (("] is not in list",), "A list is looked for in a list, as if it were one of its items. Look for one thing at a time: what the loop gives."),
    (("must be str, not list",), "A text is wanted there, and that is a list: `\" \".join(words)` makes a text of it."),
    (("name 'math' is not defined",), "`math` has to be imported first: `import math`, in the same cell."),
    (("name 'N' is not defined", "name 'd' is not defined"), "That letter stands in the text. How many there are is `len(x)`, how wide a table is, `x.shape[1]`: give it the name first, or write that."),
    (("is not defined",), "Nothing has that name here. Is it spelt as above? Is the line missing that makes it, or did its cell not run? (A text stands in quotes.)"),
    (("Cannot cast ufunc",), "`/=` and the like work inside of the array, which holds whole numbers. `x = x / 2` makes a new one."),
]


def in_the_error(error: BaseException, line: str = "") -> str | None:
    """What a common error message means, where it is one of SAID. line: the student's, in which it was raised."""
    if "+: 'int' and 'str'" in str(error) and "sum(" in line:
        return "`sum` adds up numbers, and met a text. (Of a dictionary it takes the keys; the values together are `sum(d.values())`. Of texts, is the length meant, `len(text)`?)"
    if (length := re.search(r"len\((\w+) - 1\)", line)) and "unsupported operand" in str(error):
        return f"The bracket closes too late: `len({length[1]}) - 1` takes 1 from the length, `len({length[1]} - 1)` from the list."
    if "+: 'int' and 'dict'" in str(error) and "sum(" not in line:
        return WHOLE
    if "tuple index out of range" in str(error) and ".shape" in line:
        return "This array has fewer directions than you ask for: print its `shape`. A single row has `shape[0]` alone."
    if made := re.search(r"local variable '(\w+)'", str(error)):         # made in this very line, as in `row = places.index(row)`
        left, _, right = line.partition("=")
        if re.search(rf"\b{made[1]}\b", left) and re.search(rf"\b{made[1]}\b", right):
            return f"`{made[1]}` gets its value in this very line, so it has none yet on the right of the `=`. What should stand there?"
    if "key=" in line and ("object is not callable" in str(error) or "has no attribute 'get'" in str(error)):
        return "`key=` wants a function, which gives a number for each thing that is sorted: `key=lambda i: scores[i]`."
    if isinstance(error, KeyError) and str(error).count(" ") > 5 and str(error).rstrip("'\"").endswith("."):
        return None                                                    # a library's own sentence, which says it
    if isinstance(error, KeyError) and error.args == (None,):
        return "The dictionary was asked for `None`: what should have been found before is still nothing. At the start there is no best yet."
    if isinstance(error, KeyError) and error.args and isinstance(error.args[0], bytes) and len(error.args[0]) > 1 and not any(error.args[0]):
        return "`bytes(5)` is five bytes that are 0. The one byte of number 5 is `bytes([5])`."
    if isinstance(error, KeyError):                                    # its text is the key, and no words
        if error.args and type(error.args[0]) is int or str(error).isdigit():
            return f"The dictionary has no key {error}. Should it have been put in before? Or are its keys of another kind, and that is a place, or an id? Where a key may be missing, ask first: `if key in …`."
        spelt = "Is it spelt as there, in quotes? " if error.args and isinstance(error.args[0], str) else ""
        return f"The dictionary has no such key. {spelt}Should it have been put in before? Where a key may be missing, ask first: `if key in …`."
    return next((meaning for parts, meaning in SAID if any(words in str(error) for words in parts)), None)


def refused_in_grading(error: BaseException) -> str | None:
    """What to say of an error by which grading refuses what another machine allows."""
    text = str(error)
    if isinstance(error, PermissionError) or isinstance(error, OSError) and any(words in text for words in ("Read-only file system", "/proc", "/dev/")) \
            or isinstance(error, FileNotFoundError) and text.endswith("No such file or directory"):
        return "Grading starts no programs or processes, reaches no network, and reads and writes files beside the notebook only. On another machine that may work."
    return None
