"""A rehearsal: pretend students hand in, are graded, and every mark is compared with the one that was known
before. `course rehearse` is the door.

    source_of   an answer of misconceptions.py or answers.py, written out as a student would hand it in
    pretend     students out of answers, and what each of them should get
    expected    what each answer should get, found out in processes of ours, without the locked grader
    odd         those who hand in something odd, or hostile, and what should come of it
    send        what the class hands in, as Canvas gives it to an instructor
    scratch     a course of its own, below a temporary folder: the instructor's is not touched
    rehearse    the run: collect, grade, feedback, report, export; and what came otherwise
    told        what it says at its end
"""
