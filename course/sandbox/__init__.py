"""All that runs beside a student's code: the trust boundary that docs/security.md draws.

    pool      locked-down workers, kept warm: run(job) on this side of the boundary
    public    the data that the warm process loads: the one list
    worker    the warm process; for each job it has a pair of processes made
    zygote    what students' processes are forked from; it has never held a secret
    shell     the student's process: it runs the student's cells
    examiner  the examiner's process: it runs the test cells, and asks the student's for answers by wire and
    codec
    exam      what the examiner knows
    fixtures  what the author's own cells give to tests
    lockdown  what both lay down first, by jail, landlock and seccomp; canary tries it before each batch

Nothing here imports the batch or nbgrader (tests/test_house.py).
"""
