"""What is printed, and how it becomes a PDF.

``report.make_report`` makes the PDF of a case. It is two steps that can be used alone: ``build.build`` turns a
case into a ``model.ReportModel`` (plain values, no layout), ``pdf.render`` turns that into bytes.
"""
