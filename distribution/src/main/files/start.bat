@echo off
rem Opens the review page in the browser. A folder of pictures, or a plan.json, may be dropped on this file.
setlocal
if not defined FACEQUALITY_NO_PAUSE set "FQ_PAUSE=yes"
"%~dp0bin\facequality.cmd" review %*
