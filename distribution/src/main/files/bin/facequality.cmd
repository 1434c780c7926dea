@echo off
rem Starts facequality with the Java beside it, or with an installed one that is new enough.
rem
rem JAVA_HOME    the Java to use; otherwise the one on the PATH
rem JAVA_OPTS    more options for it, such as -Xmx4g
rem
rem At the first start, a class-data archive is made below FACEQUALITY_CACHE or LOCALAPPDATA: later starts take a third of
rem the time. Where it cannot be made, all works without.

setlocal EnableExtensions DisableDelayedExpansion
for %%h in ("%~dp0..") do set "FQ_HOME=%%~fh"
set "FQ_JAR=%FQ_HOME%\lib\facequality-launcher.jar"

rem Which Java.
set "FQ_JAVA=%FQ_HOME%\runtime\bin\java.exe"
if exist "%FQ_JAVA%" goto found
if not defined JAVA_HOME goto search
set "FQ_JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%FQ_JAVA%" goto found
echo facequality: JAVA_HOME is "%JAVA_HOME%", but "%FQ_JAVA%" is missing. Set it to a Java 17 or newer. 1>&2
goto failed
:search
set "FQ_JAVA="
for %%j in (java.exe) do set "FQ_JAVA=%%~$PATH:j"
if defined FQ_JAVA goto found
echo facequality: no Java found: install Java 17 or newer, or set JAVA_HOME to it. 1>&2
goto failed

:found
rem Its version, from the file beside it, which is faster than to ask it.
set "FQ_FULL="
for %%d in ("%FQ_JAVA%") do set "FQ_RELEASE=%%~dpd..\release"
if not exist "%FQ_RELEASE%" goto ask
for /f "usebackq tokens=1,2 delims==" %%a in ("%FQ_RELEASE%") do if "%%a"=="JAVA_VERSION" set "FQ_FULL=%%~b"
if defined FQ_FULL goto version
:ask
set "FQ_ANSWER=%TEMP%\facequality-%RANDOM%%RANDOM%.txt"
"%FQ_JAVA%" -version 2>"%FQ_ANSWER%"
for /f "usebackq tokens=2,3" %%a in ("%FQ_ANSWER%") do if "%%a"=="version" if not defined FQ_FULL set "FQ_FULL=%%~b"
del "%FQ_ANSWER%" >nul 2>&1
:version
set "FQ_VERSION="
for /f "delims=.-+_ tokens=1" %%m in ("%FQ_FULL%") do set "FQ_VERSION=%%m"
if not defined FQ_VERSION set "FQ_VERSION=0"
if %FQ_VERSION% GEQ 17 goto modern
echo facequality: Java 17 or newer is needed, found "%FQ_FULL%" at "%FQ_JAVA%". Set JAVA_HOME to a newer one. 1>&2
goto failed

:modern
rem What OpenCV has to say of a broken picture, the rejection says better. OpenBLAS comes with it and has nothing to do.
if not defined OPENCV_LOG_LEVEL set "OPENCV_LOG_LEVEL=SILENT"
if not defined OPENBLAS_NUM_THREADS set "OPENBLAS_NUM_THREADS=1"
rem Java 24 and later warn of native access by code that was not named, and of memory access as protobuf does it.
set "FQ_QUIET="
if %FQ_VERSION% GEQ 24 set "FQ_QUIET=--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"

rem The class-data archive: in the package, or in a cache, one for each Java and each place of the package.
set "FQ_SHARED=%FQ_HOME%\lib\facequality.jsa"
if exist "%FQ_SHARED%" goto start
set "FQ_SHARED="
if not exist "%FQ_HOME%\lib\facequality.classes" goto start
set "FQ_CACHE=%FACEQUALITY_CACHE%"
if not defined FQ_CACHE if defined LOCALAPPDATA set "FQ_CACHE=%LOCALAPPDATA%\facequality"
if not defined FQ_CACHE goto start
set "FQ_PLACE=%FQ_HOME%-%FQ_JAVA%-%FQ_FULL%"
set "FQ_PLACE=%FQ_PLACE:\=_%"
set "FQ_PLACE=%FQ_PLACE:/=_%"
set "FQ_PLACE=%FQ_PLACE::=_%"
set "FQ_PLACE=%FQ_PLACE:"=_%"
set "FQ_BUILD="
if exist "%FQ_HOME%\lib\build.txt" set /p FQ_BUILD=<"%FQ_HOME%\lib\build.txt"
set "FQ_SHARED=%FQ_CACHE%\classes\%FQ_PLACE:~-120%-%FQ_BUILD%.jsa"
if exist "%FQ_SHARED%" goto made
if not exist "%FQ_CACHE%\classes\" mkdir "%FQ_CACHE%\classes" >nul 2>&1
if not exist "%FQ_CACHE%\classes\" goto unshared
set "FQ_NEW=%FQ_SHARED%.%RANDOM%"
"%FQ_JAVA%" -Xshare:dump "-XX:SharedClassListFile=%FQ_HOME%\lib\facequality.classes" "-XX:SharedArchiveFile=%FQ_NEW%" -cp "%FQ_JAR%" >nul 2>&1
rem A later start does not try again what failed once.
if exist "%FQ_NEW%" (
    move /y "%FQ_NEW%" "%FQ_SHARED%" >nul 2>&1
) else (
    (type nul >"%FQ_SHARED%") 2>nul
)
:made
set "FQ_SIZE=0"
if exist "%FQ_SHARED%" for %%s in ("%FQ_SHARED%") do set "FQ_SIZE=%%~zs"
if not "%FQ_SIZE%"=="0" goto start

:unshared
set "FQ_SHARED="

:start
if defined FQ_SHARED goto shared
"%FQ_JAVA%" "-Dfacequality.natives=%FQ_HOME%\native" %FQ_QUIET% %JAVA_OPTS% -cp "%FQ_JAR%" io.facequality.cli.Main %*
set "FQ_CODE=%ERRORLEVEL%"
goto end

:shared
"%FQ_JAVA%" "-Dfacequality.natives=%FQ_HOME%\native" %FQ_QUIET% %JAVA_OPTS% -Xshare:auto "-XX:SharedArchiveFile=%FQ_SHARED%" -Xlog:cds*=off -cp "%FQ_JAR%" io.facequality.cli.Main %*
set "FQ_CODE=%ERRORLEVEL%"
goto end

:failed
set "FQ_CODE=1"
:end
rem A window that was opened for this would close before anybody has read what is wrong.
if defined FQ_PAUSE if not "%FQ_CODE%"=="0" pause
exit /b %FQ_CODE%
