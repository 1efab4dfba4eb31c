"""What the words mean in which Python and numpy say that something went wrong, where it is one of the common
things.
"""

import re

import numpy as np

from course.check import other_languages

WHOLE = "There is a whole dictionary where a number should be (or two of them). `d[key]` is what it holds for one key; `len(d)` is how many keys it has."
POWER = "In Python, powers are written `**`; `^` means something else."
# what Python or numpy says where something common went wrong, one way or another, and what that means; the
# special before the general
MEANINGS = {
    "object supporting the buffer API required": "This needs bytes. Did you forget a pair of brackets, as in `x.tobytes()`?",
    "Strings must be encoded before hashing": "A hash needs bytes, and this is a text. A name in quotes is a text, too; without quotes you get the value it stands for.",
    "takes no arguments": "Those brackets stay empty. To take part of the result, put the slice after them: `f()[:8]`.",
    "'bytes' object has no attribute 'hexdigest'": "These are the bytes themselves. Make the hash first: `hashlib.sha256(data)`.",
    "can't multiply sequence by non-int of type 'float'": "A list or a text can only be repeated a whole number of times. An array is multiplied number by number: `np.array(…)` makes one of a list.",
    "append() takes exactly one argument": "`append` takes one thing. Join two texts with `+` or in an f-string; append two things one after the other.",
    "+: 'int' and 'tuple' | +: 'float' and 'tuple' | +=: 'int' and 'tuple' | +=: 'float' and 'tuple'": "You added a pair to a number. Take the pair apart first, as in `for name, cost in pairs`; or add up a dictionary's values, `sum(d.values())`.",
    "tuple indices must be integers or slices, not str": "The parts of a pair have places: `pair[0]` and `pair[1]`. Or take it apart: `for who, text in pairs`.",
    "inhomogeneous shape": "The pieces you put together don't all have the same size. Some of them are too small, as if they ended at the edge of something. Print `x.shape` of each in your loop.",
    "invalid index to scalar variable": "This is a single number, so there is nothing to take out of it. If a loop gives it: do its names stand in the same order as what `zip` joins?",
    "'numpy.ndarray' object is not callable | 'ndarray' object is not callable": "Round brackets call a function, and before these stands an array. Square ones take something out of it, `row[token]`; or did you leave out a `*` or a comma?",
    "could not broadcast input array": "What you put in doesn't have the size of its place. Print both shapes.",
    "could not be broadcast together": "These two arrays don't match, number by number. Print the shape of each.",
    "'NoneType' object has no attribute 'append'": "`append` changes the list itself and returns nothing: call it without `=` in front.",
    "bitwise_xor | for ^:": POWER,
    "only 0-dimensional arrays | only length-1 arrays | only size-1 arrays": "`log`, `exp` and the other functions of `math` take one number, and so does `int`. For a whole array use `np.log`, `np.exp` and so on, or `.astype(int)`.",
    "can only concatenate list": "`+` joins two lists. To add one thing at the end: `numbers + [5]`. To add a number to each item: `[x + 5 for x in numbers]`.",
    "'builtin_function_or_method' object is not subscriptable | 'method' object is not subscriptable": "Square brackets stand behind a function. To call it, use round ones: `numbers.append(5)`.",
    "invalid literal for int()": "`int` makes a number of a text only if a whole number stands there, in the digits 0 to 9.",
    "string indices must be integers, not 'tuple'": "A comma in the brackets makes a pair. From one place up to another is a colon: `text[2:5]`.",
    "not aligned": "Rows with columns: the first array needs as many columns as the second has rows. `x.T` swaps rows and columns of one.",
    "arrays used as indices": "An array stands in square brackets where a place, a whole number, should be.",
    "builtin_function_or_method": "There is a function where something else should be. What it makes comes with a pair of brackets: `x.flatten()`.",
    "bytes must be in range": "A byte is a number from 0 to 255, and one of these is larger. Is it an id? Then look up what it stands for.",
    "division by zero": "You divided by 0: nothing was counted, or a sum came to 0. Print what comes after the `/`.",
    "math domain error": "This number has no logarithm or root: is it zero, or below?",
    "assignment index out of range": "A list only has the places that are already filled. `x.append(…)` adds something at the end.",
    "axis 1 is out of bounds for array of dimension 1": "This is a single row, so it has no second axis. Either leave out `axis`, as in `row.max()`; or does one of your functions want a whole table, and got a row?",
    "out of bounds for array of dimension": "The array doesn't have that axis: print its `shape`.",
    "tuple index out of range": "A pair has two parts, `pair[0]` and `pair[1]`. Did you mean a place in a list, `ids[i]`?",
    "positional argument but | positional arguments but": "This call passes on too much. Compare it with what the `def` line, or the task, lists.",
    "required positional argument": "This call passes on too little. Compare it with what the `def` line, or the task, lists.",
    "unhashable type: 'slice'": "You can slice a text or a list, as in `text[1:3]`, but not a dictionary. Did you pass two things in the wrong order?",
    "string index out of range": 'There is no letter at that place. Is the text empty, or shorter than you think? (`text.endswith(".")` and `text.startswith(" ")` ask an empty one, too.)',
    "index out of range | out of bounds": "There is no item at that place. Places are counted from 0, so the last one is the length minus 1.",
    "not supported between instances of 'NoneType' | not supported between instances of 'int' and 'NoneType' | not supported between instances of 'float' and 'NoneType'": "This compares nothing (`None`) with a number. A best so far is none yet in the first round: ask `best is None or …` first. `d.get(x)` gives `None` if `x` is not in `d`.",
    "'NoneType' and | and 'NoneType' | of 'NoneType'": "One of the two is nothing (`None`). A function without `return` gives that, and so do `append` and `sort`: they change the list itself.",
    "&: 'list' | &: 'set' and 'list' | &: 'set' and 'tuple' | &: 'set' and 'dict'": "`&` is for sets: `set(a) & set(b)` is what two lists have in common.",
    "&: 'set' and 'str' | &: 'str'": "`&` is for sets, and this is a text. Split it into words first, and make a set of them.",
    "for /: 'dict' | for *: 'dict' | for /: 'int' and 'dict' | for /: 'float' and 'dict' | for *: 'int' and 'dict' | for *: 'float' and 'dict' | for +=: 'int' and 'dict' | for +=: 'float' and 'dict' | for -: 'int' and 'dict' | for -: 'float' and 'dict' | for +: 'float' and 'dict' | for +: 'dict' and 'float' | for /: 'str' and 'dict'": WHOLE,
    "'dict_keys' and | 'dict_values' and | and 'dict_keys' | and 'dict_values'": "These are all the keys, or all the values, of a dictionary. `len(d)` says how many there are; `sum(d.values())` adds the values up.",
    "-: 'list' and 'int'": "A list minus a number. Did you mean how many items it has: `len(x) - 1`? (To take a number from each item, make it an array: `np.array(x) - 1`.)",
    "-: 'list'": "You can't subtract lists. Loop over both together (`zip`), or turn them into arrays: `np.array(a) - np.array(b)`.",
    "must be real number, not": "The functions of `math`, such as `exp`, take one number. Use a loop for many.",
    "'dict' object has no attribute 'most_common' | 'dict' object has no attribute 'elements' | 'dict' object has no attribute 'total'": "Only a `Counter` has that, and this is a plain dictionary. Write the loop yourself, or turn it into one: `Counter(d)`.",
    "'dict' object has no attribute 'sum'": "`sum` is a function of its own: `sum(d.values())` adds up the values.",
    "'dict' object has no attribute 'append' | 'dict' object has no attribute 'add' | 'dict' object has no attribute 'insert' | 'dict' object has no attribute 'extend'": "To put something into a dictionary, give a key its value: `d[key] = value`. (`append` belongs to lists.)",
    "'dict' object has no attribute": 'To look something up in a dictionary, use square brackets: `d["name"]`.',
    "instances of 'bytes' and 'int' | instances of 'bytes' and 'float' | instances of 'int' and 'bytes' | instances of 'float' and 'bytes'": "This compares bytes with a number. Did you mean the number that a dictionary has for them, `d[token]`?",
    "instances of 'dict' and | instances of 'int' and 'dict' | instances of 'tuple' and 'dict'": "You can't compare a whole dictionary. You can compare what it holds for a key, `d[key]`.",
    "not supported between instances of 'int' and 'tuple' | not supported between instances of 'tuple' and 'int'": "This compares a number with a pair. In a dictionary of counts, `counts[pair]` says how often, and `pair` says which: keep the two in two variables.",
    "unhashable type": "A list can't be a key of a dictionary or a member of a set; a tuple can, `tuple(x)`. To look up many things, look up one at a time.",
    "cannot access local variable | referenced before assignment": "That name has no value yet: it gets one further down, or only in a case that hasn't come up. Give it a value before the loop or the `if`.",
    "as a data type": "A shape needs its own pair of brackets: `np.zeros((2, 3))`. (For one number from a generator, leave them empty: `rng.random()`.)",
    "instances of 'list' and 'int' | instances of 'list' and 'float' | instances of 'int' and 'list' | instances of 'float' and 'list'": "This compares a list with a number. Did you mean the sum of its items, `sum(x)`? Or take them one by one, in a loop.",
    "and 'numpy.random._generator.Generator' | of 'numpy.random._generator.Generator'": "A generator is not a number. `rng.random()` draws one.",
    "slice indices must be integers | 'float' object cannot be interpreted as an integer": "This needs a whole number, and 2.0 is not one: `/` always gives a number with a point. `round(x)` goes to the nearest whole number, `//` rounds down.",
    "truth value of an array": "`if`, and Python's own `max` and `min`, need one answer, and a whole array gives many. Take its numbers one by one, or use `x.max()`, `np.where`, `np.sign`.",
    "No module named": "That package isn't installed, and won't be when you are graded. The exercises only need Python and what the notebook imports.",
    "'method' and | of 'method'": "A pair of brackets is missing. Without them you have the function itself, not its result (`rng.random()`).",
    "'dict' object is not callable": "Round brackets call a function. To look something up in a dictionary, use square ones: `d[key]`.",
    "'list' object is not callable | 'int' object is not callable | 'str' object is not callable": "Round brackets call a function, but what comes before them is a list, a number or a text. To get an item, use square brackets: `ids[i]`.",
    "'bytes' object has no attribute 'encode'": "These are bytes already. `encode` turns a text into bytes.",
    "string argument without an encoding": "`bytes` needs numbers. The bytes of a text are `text.encode()`.",
    "not callable": "Python takes what comes before the brackets for a function. Did you leave out a `*` or a comma?",
    "expected str instance, tuple found | expected str instance, list found": '`join` puts texts together, and here it got a pair. Turn each pair into a text first, such as `f"{word} {answer}"`.',
    "expected str instance": "`join` puts texts together, and here it got something else. `str(x)` turns it into a text.",
    'can only concatenate tuple (not "int")': "You added a number to a pair. To count it, add to what a dictionary holds for the pair: `d[pair]`.",
    "can only concatenate tuple": "A pair is a tuple: take it apart first, as in `for word, answer in pairs`.",
    "no attribute 'join'": '`join` belongs to the text that goes in between: `", ".join(texts)`.',
    "'tuple' object has no attribute 'append' | 'tuple' object has no attribute 'extend' | 'tuple' object has no attribute 'insert' | 'tuple' object has no attribute 'pop' | 'tuple' object has no attribute 'remove' | 'tuple' object has no attribute 'sort' | 'tuple' object has no attribute 'reverse'": "This is a tuple, and a tuple can't be changed. A list can: `list(x)` makes one.",
    "'numpy.ndarray' object has no attribute 'append' | 'numpy.ndarray' object has no attribute 'extend'": "An array has no `append`. Begin with a list, `[]`, and make an array of it at the end: `np.array(rows)`.",
    "'tuple' object has no attribute": "The parts of a pair have places, not names: `pair[0]` and `pair[1]`. Or take it apart: `for who, text in pairs`.",
    "'list' object has no attribute 'items' | 'list' object has no attribute 'keys' | 'list' object has no attribute 'values' | 'list' object has no attribute 'get'": "This is a list, not a dictionary, so it has no keys. Should it be a dictionary (`{}` makes an empty one)? Or loop over it as it is: `for pair in pairs`.",
    "'list' object has no attribute 'shape' | 'list' object has no attribute 'reshape' | 'list' object has no attribute 'astype' | 'list' object has no attribute 'sum' | 'list' object has no attribute 'mean' | 'list' object has no attribute 'max' | 'list' object has no attribute 'min' | 'list' object has no attribute 'argmax' | 'list' object has no attribute 'dot' | 'list' object has no attribute 'T' | 'list' object has no attribute 'ravel' | 'list' object has no attribute 'flatten' | 'list' object has no attribute 'tolist' | 'list' object has no attribute 'size' | 'list' object has no attribute 'ndim'": "This is a list, not an array. Turn it into one: `np.array(x)`.",
    "'int' object has no attribute 'get'": "There is a number where there should be a dictionary, a row of the table. Put an empty one there first: `{}`.",
    "'list' object has no attribute 'decode'": 'This is a list of bytes. Join them first, `b"".join(parts)`, or start with `b""` and add each one.',
    "'list' object has no attribute": "This is a list, neither an array nor a text. Take one of its items (`lines[0]`), or loop over them.",
    "for /: 'list' | for /: 'int' and 'list'": "You can't divide a list, or divide by a list. `len(x)` is how many items it has.",
    "cannot reshape": "That shape has more places than there are numbers, or fewer.",
    "too many values to unpack": "There are more things on the right of the `=` (or in what the `for` loops over) than names on the left. (A dictionary gives only its keys; `.items()` gives both.)",
    "cannot unpack non-iterable function object | cannot unpack non-iterable method object | cannot unpack non-iterable Stub object | cannot unpack non-iterable builtin_function_or_method object": "You named a function without calling it. Put what it needs in brackets after it: `f(x, y)`.",
    "not enough values to unpack": "There are fewer things on the right of the `=` (or in what the `for` loops over) than names on the left.",
    "'function' object is not iterable": "You are looping over a function. Did you mean another name, or forget the brackets that call it?",
    "'function' and ' | and 'function'": "There is a function where a value should be. Should you call it, with round brackets, or did you pass on the function itself (or put it in a list) instead of a value?",
    "for /: 'str' and 'float' | for /: 'str' and 'str' | for /: 'float' and 'str' | for /: 'int' and 'str' | for /: 'str' and 'int' | for *: 'str' and 'float' | for *: 'str' and 'str' | for *: 'float' and 'str' | for -: 'str' and 'float' | for -: 'str' and 'str' | for -: 'float' and 'str' | for -: 'int' and 'str' | for -: 'str' and 'int'": "A text is not a number. Is it a label, or a word? `d[label]` is what a dictionary holds for it.",
    "'function' object has no attribute": "A function without its brackets: `count` is the function itself, `count(pieces)` is its result.",
    "arg is an empty sequence | iterable argument is empty": "You asked for the largest (or smallest) of nothing. Do you check for the case that nothing is left, and early enough?",
    "object of type 'function' has no len()": "A function without its brackets: `count` is the function itself, `count(pieces)` is its result.",
    "object of type 'int' has no len()": "This is a number, so it has no length. Does a loop give places (`range(…)`) where you want the things themselves (`for ids in pieces`)?",
    "can't concat str to bytes": "You can't join a text to bytes. Join all the bytes first, and decode the whole of it once.",
    "unknown error handler | argument 'errors' must be str": '`errors=` takes the name of a rule, in quotes. The rule that puts � in place of what can\'t be read is called `"replace"`.',
    "object of type 'Encoding' has no len()": "This is the encoding itself. What it makes of a text is `.encode(text)`, a list of ids.",
    "object of type 'method' has no len()": "A pair of brackets is missing: `x.encode` is the function itself, `x.encode(text)` is its result.",
    "object of type 'float' has no len()": "This is a number, so it has no length. Did you mean the list that it comes from?",
    "can't concat int to bytes": "You can't join a number to bytes. Is it an id? Then look up what it stands for.",
    "'int' object is not iterable": "You can't loop over a number. `range(n)` gives 0 to n - 1.",
    'can only concatenate str (not "tuple") to str': "Commas turn several things into one tuple. To join texts, use `+` or an f-string.",
    'can only concatenate str (not "bytes") to str': "You can't join a text and bytes. Start with empty bytes, `b\"\"`, add the bytes to it, and turn the whole into a text once. (`str` won't help: it shows the bytes, with a b and quotes.)",
    "'str' object has no attribute 'decode'": "This is a text already; only bytes have `decode`. (`str` doesn't turn bytes into a text: it shows them, with a b and quotes.)",
    "can only concatenate str": "`+` joins two texts. Turn anything else into a text with `str(…)`, or use an f-string.",
    "'numpy.ufunc'": "A function without its brackets: `np.sign(x)`.",
    "name 'e' is not defined": "e to the power of x is `exp(x)`.",
    "'int' object is not subscriptable": "There is a number where a list or a pair should be. Look at what you passed: is it one item instead of all of them?",
    "can only join an iterable": "`join` needs a list of texts. Did you forget the brackets, as in `text.split()`?",
    "'float' object is not iterable": "You can't loop over a number, or sum it. Did you mean the list or the dictionary that it is in?",
    "'float' object is not subscriptable": "There is a number where a list or a dictionary should be. Did its name get another value on the way?",
    "'function' object is not subscriptable": "Square brackets stand behind a function's name. Did you mean another name, such as that of the thing your loop gives you? (To call a function, use round ones: `f(x)`.)",
    "is not subscriptable": "Square brackets take an item out of a list or a dictionary. To call a function, use round ones: `f(x)`.",
    "'NoneType' object is not iterable": "You are looping over nothing (`None`). `x = x.append(y)` does that: `append` changes the list itself and returns nothing.",
    "name 'sign' is not defined | name 'argmin' is not defined | name 'argmax' is not defined | name 'zeros' is not defined | name 'array' is not defined | name 'mean' is not defined | name 'flatten' is not defined | name 'concatenate' is not defined | name 'square' is not defined | name 'arange' is not defined": "numpy's functions need its name in front, as in `np.sign`. (What belongs to an array comes after it: `x.flatten()`.)",
    "name 'strip' is not defined | name 'lower' is not defined | name 'upper' is not defined | name 'split' is not defined | name 'append' is not defined | name 'removesuffix' is not defined | name 'ravel' is not defined | name 'reshape' is not defined": "This belongs to the thing that it works on, and comes after it with a point: `text.strip()`, `numbers.append(5)`.",
    "name 'inf' is not defined | name 'Inf' is not defined": 'Infinity is `float("inf")`, or `np.inf`.',
    "has no attribute 't'": "Rows and columns are swapped by `.T`, with a capital letter.",
    "name 'length' is not defined": "How many there are is `len(x)`; how many rows and columns, `x.shape`.",
    "array is 1-dimensional, but 2 were indexed": "A comma in the brackets means row and column, and this array has no columns. From one place up to another is a colon: `x[2:5]`.",
    "name 'softmax' is not defined": "Nothing here is called `softmax`, but you can write it: `np.exp(row)` are the powers, and each is divided by their sum.",
    "name 'ceil' is not defined": "`ceil` is in `math`: `import math`, and then `math.ceil`.",
    "name 'sqrt' is not defined": "`sqrt` is in numpy, `np.sqrt`, and in `math`: `import math`, and then `math.sqrt`. Or write `x ** .5`.",
    "math range error": "The result is more than a computer can hold: e to the power 709 is about the most. In a softmax, subtract the largest number first: the shares stay the same.",
    "cannot convert float infinity to integer": "Infinity is no whole number, so a table of whole numbers can't hold it, and `int` can't make one of it. `table.astype(float)` is a table that can.",
    "+: 'int' and 'str' | +=: 'int' and 'str'": "You can't add a number and a text. If it is a word, `d[word]` is what a dictionary holds for it.",
    "+: 'int' and 'dict'": "`sum` adds numbers, and here it got a dictionary. Did you mean the values of one row? `sum(row.values())`.",
    "+=: 'dict' and 'int'": "You are adding to the whole dictionary. To add to what it holds for one key: `d[key] += 1`.",
    "argument of type 'int'": "`in` looks inside of a list, a dictionary or a text, and this is a number. Did one of your lines give its name to a number (`counts = 1`, where `counts[pair] = 1` was meant)?",
    "-: 'dict' and 'int' | +: 'dict' and 'int'": "There is a dictionary where a number should be. A loop over `tables` gives the tables; `for n, table in enumerate(tables, 1)` gives their numbers as well.",
    "+: 'int' and 'list'": "`sum` adds numbers, and here it got a list. Loop over the rows, and add up each one.",
    "indices must be integers or slices, not float": "The place in a list is a whole number, and this one has a point. Is it an item of a list where you want its place?",
    "indices must be integers or slices, not bytes": "The place in a list is a whole number, and this is something else. Is it the item at that place? (For keys of any kind you need a dictionary: `{}`.)",
    "indices must be integers or slices, not list | indices must be integers or slices, not numpy.ndarray": "A list gives you one item at a time. Loop over the places; or turn the list into an array (`np.array`), which can give many at once.",
    "indices must be integers or slices, not str": "The items of a list have numbers. If your keys are words, you need a dictionary, `{}`. (`labels.index(label)` is the place of a label.)",
    "must be str, not set": 'This needs a text. Curly brackets without quotes make a set; a text has quotes around everything, brackets included: `"{name}"`.',
    "] is not in list": "You are looking for a whole list inside a list. Look for one thing at a time: the one the loop gives you.",
    "must be str, not list": 'This needs a text, and it is a list. `" ".join(words)` turns it into one.',
    "name 'math' is not defined": "Import `math` first: `import math`, in the same cell.",
    "name 'N' is not defined | name 'd' is not defined": "That letter is only used in the text. `len(x)` is how many there are, `x.shape[1]` is how wide a table is. Write that instead, or give it this name first.",
    "is not defined": "No variable or function has that name here. Check its spelling, and that its cell has run.",
    "maximum recursion depth": "Your function calls itself, again and again, and nothing ends that. Should it call another one, or use what it was given?",
    "does not have enough dimensions (has 0": "`@` multiplies arrays, rows with columns, and one of these is a single number. A number times an array is `*`.",
    "Cannot cast ufunc": "`/=` works inside the array, which holds whole numbers. `x = x / 2` makes a new one.",
}


def in_the_error(error: BaseException, line: str = "") -> str | None:
    """What a common error message means, where it is one of MEANINGS. line: the student's, in which it was
    raised.
    """
    if said := other_languages.in_an_error(error):
        return said
    if isinstance(error, NotImplementedError):
        return "`raise NotImplementedError()` is still in your function. It only holds the place: delete that line."
    if "+: 'int' and 'str'" in str(error) and "sum(" in line:
        return "`sum` adds up numbers, and here it got a text. (From a dictionary it takes the keys; for the values use `sum(d.values())`. For texts, did you mean the length, `len(text)`?)"
    if missing := re.search(r"missing \d+ required positional arguments?: (.+)", str(error)):
        return (
            f"This call passes on too little. Python counts from the left, so it misses {missing[1].replace(chr(39), '`')}; but perhaps you left out an earlier one. "
            "Compare it with what the `def` line, or the task, lists."
        )
    if "'int' object is not iterable" in str(error) and re.search(r"\bsum\(", line):
        return "`sum` adds up many numbers, and here it got a single one. Did you mean the list that it is in? (Or the dictionary: `sum(d.values())`.)"
    if "'int' object is not iterable" in str(error) and re.search(r"\+=|\.extend\(", line):
        return "`+=` and `extend` join two lists, and this is a single number. `append` adds one thing at the end."
    if (length := re.search(r"len\((\w+) - 1\)", line)) and "unsupported operand" in str(error):
        return f"The bracket closes too late: `len({length[1]}) - 1` takes 1 from the length, `len({length[1]} - 1)` from the list."
    if "+: 'int' and 'dict'" in str(error) and "sum(" not in line:
        return WHOLE
    if "tuple index out of range" in str(error) and ".shape" in line:
        return (
            "This array has fewer axes than you ask for: print its `shape`. A single row only has `shape[0]`."
        )
    # made in this very line, as in `row = places.index(row)`
    if made := re.search(r"local variable '(\w+)'", str(error)):
        left, _, right = line.partition("=")
        if re.search(rf"\b{made[1]}\b", left) and re.search(rf"\b{made[1]}\b", right):
            if re.search(rf"\b{made[1]}\(", right):
                return f"`{made[1]}` is a function, and this line gives its name to the result. So inside your function Python takes it for a variable without a value. Give the result another name."
            return f"`{made[1]}` gets its value in this very line, so it has none yet on the right of the `=`. What should be there instead?"
    if "object is not callable" in str(error) and (alone := re.search(r"\.(T|shape|size)\(\)", line)):
        return f"`.{alone[1]}` takes no brackets: it is a value, and no function."
    if (
        "** or pow(): 'tuple'" in str(error)
        or "'tuple'" in str(error)
        and "unsupported operand" in str(error)
        and re.search(r"\.shape\b(?!\[)", line)
    ):
        return "There is a pair where a number should be. Is it a whole `shape`? Take one of its parts: `x.shape[0]` is how many rows, `x.shape[1]` how many columns."
    if before := re.search(
        r"'(?:numpy\.)?(?:ndarray|float64|int64)' object has no attribute '(\w+)'", str(error)
    ):
        if before[1] in ("np", "numpy"):
            return "`np` stands in front of numpy's functions, and the array in their brackets: `np.exp(x)`."
        # `split`, say, is numpy's too, and whoever writes it means a text
        if isinstance(getattr(np, before[1], None), np.ufunc):
            return f"This belongs to numpy, and not to an array: `np.{before[1]}({', '.join('xy'[: getattr(np, before[1]).nin])})`."
    if "only integer scalar arrays can be converted" in str(error) and (
        of := re.search(r"\brange\((\w+)\)", line)
    ):
        return f"`range` takes a number, and `{of[1]}` is an array. How many it holds is `len({of[1]})`."
    if "indices must be integers or slices, not tuple" in str(error):
        if two := re.search(r"(\w+)\[(\w+), *(\w+)\]", line):
            return f"In a list of lists you go one step at a time, first the row, then the place in it: `{two[1]}[{two[2]}][{two[3]}]`. (Both at once is for numpy's tables.)"
        return "The place in a list is a whole number, and this is a pair. For keys of any kind you need a dictionary, `{}`; in a list of lists go one step at a time, `table[row][column]`."
    unknown = re.match(r"name '(\w+)' is not defined", str(error))
    if (
        "key=" in line
        and ("object is not callable" in str(error) or "has no attribute 'get'" in str(error))
        or unknown
        and re.search(rf"key={unknown[1]}\b", line)
    ):
        return "`key=` needs a function that gives a number for each thing to compare: `key=lambda i: scores[i]`."
    if isinstance(error, KeyError) and str(error).count(" ") > 5 and str(error).rstrip("'\"").endswith("."):
        return None  # a library's own sentence, which says it
    if isinstance(error, KeyError) and error.args == (None,):
        return "You looked up `None` in the dictionary: something that should have been found by then is still nothing. At the start there is no best yet."
    if (
        isinstance(error, KeyError)
        and error.args
        and isinstance(error.args[0], bytes)
        and len(error.args[0]) > 1
        and not any(error.args[0])
    ):
        return "`bytes(5)` is five bytes that are 0. The one byte of number 5 is `bytes([5])`."
    if isinstance(error, KeyError) and re.search(r"\]\s*\+=[^\[\]]*$", line):
        return "`+=` adds to what is there already, and this key isn't in the dictionary yet. `d.get(key, 0)` gives 0 for a key that is missing."
    # as it is written: where it is graded, only that arrives
    if isinstance(error, KeyError) and re.match(
        r"<(built-in |bound )?(function|method|class) ", str(error).strip("\"'")
    ):
        alone = re.search(r"\[(\w+)\]", line)
        return (
            f"You asked for a key without quotes: to Python {f'`{alone[1]}`' if alone else 'it'} alone is a function. Put it in quotes"
            + (f': `["{alone[1]}"]`.' if alone else ".")
        )
    if isinstance(error, KeyError):  # its text is the key, and no words
        if error.args and isinstance(error.args[0], slice):  # a key like any other since Python 3.12
            return MEANINGS["unhashable type: 'slice'"]
        if error.args and type(error.args[0]) is int or str(error).isdigit():
            return f"The dictionary has no key {error}. If a key may be missing, ask first: `if key in …`."
        return "The dictionary has no such key. If a key may be missing, ask first: `if key in …`."
    return next(
        (
            meaning
            for parts, meaning in MEANINGS.items()
            if any(words in str(error) for words in parts.split(" | "))
        ),
        None,
    )


def refused_in_grading(error: BaseException) -> str | None:
    """What to say of an error by which grading refuses what another machine allows."""
    text = str(error)
    if (
        isinstance(error, PermissionError)
        or isinstance(error, OSError)
        and any(words in text for words in ("Read-only file system", "/proc", "/dev/"))
        or isinstance(error, FileNotFoundError)
        and text.endswith("No such file or directory")
    ):
        return "Grading doesn't start programs or processes, has no network, and only reads and writes files next to the notebook. It may work on your own machine."
    return None
