"""Excel out. Nothing here is imported that costs time: openpyxl comes in when a workbook is written."""
