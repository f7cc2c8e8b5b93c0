"""附件: the files that a year publishes beside its report, looked over and freed of what their software wrote about us.

`reading` is the way in: rows and files of a year to the bytes that are published. Each kind of file has a module that
refuses what is dangerous and takes the document properties out; what it returns, it takes again unchanged.
"""
