@echo off
rem Runs facequality: builds the runnable archive when it is missing, then starts it with a Java that is new enough.
rem
rem JAVA_HOME    the Java to use; otherwise the one on the PATH
rem JAVA_OPTS    more options for it, such as -Xmx4g
rem MAVEN_ARGS   more options for the build, such as -s settings.xml

setlocal EnableExtensions DisableDelayedExpansion
set "FACEQUALITY_HOME=%~dp0"
set "FACEQUALITY_JAR=%FACEQUALITY_HOME%facequality-cli\target\facequality.jar"

set "FACEQUALITY_JAVA=java.exe"
if defined JAVA_HOME set "FACEQUALITY_JAVA=%JAVA_HOME%\bin\java.exe"

set "FACEQUALITY_JAVA_VERSION="
set "FACEQUALITY_ANSWER=%TEMP%\facequality-%RANDOM%%RANDOM%.txt"
"%FACEQUALITY_JAVA%" -version 2>"%FACEQUALITY_ANSWER%"
for /f "usebackq tokens=2,3" %%a in ("%FACEQUALITY_ANSWER%") do (
    if "%%a"=="version" for /f "delims=.-+_ tokens=1" %%m in ("%%~b") do set "FACEQUALITY_JAVA_VERSION=%%m"
)
del "%FACEQUALITY_ANSWER%" >nul 2>&1
if not defined FACEQUALITY_JAVA_VERSION (
    echo facequality: no Java found: install Java 17 or newer, or set JAVA_HOME to it. 1>&2
    exit /b 1
)
if %FACEQUALITY_JAVA_VERSION% LSS 17 (
    echo facequality: Java 17 or newer is needed, found %FACEQUALITY_JAVA_VERSION% at "%FACEQUALITY_JAVA%". Set JAVA_HOME to a newer one. 1>&2
    exit /b 1
)

if exist "%FACEQUALITY_JAR%" goto start
where /q mvn
if errorlevel 1 (
    echo facequality: the runnable archive "%FACEQUALITY_JAR%" is missing, and Maven to build it is not installed. 1>&2
    exit /b 1
)
echo facequality: building the runnable archive, once; this takes a minute or two 1>&2
pushd "%FACEQUALITY_HOME%"
call mvn -q -B -DskipTests %MAVEN_ARGS% -pl facequality-cli -am package 1>&2
if errorlevel 1 (
    popd
    echo facequality: the build failed; its messages are above. 1>&2
    exit /b 1
)
popd

:start
rem What OpenCV has to say of a broken picture, the rejection says better.
if not defined OPENCV_LOG_LEVEL set "OPENCV_LOG_LEVEL=SILENT"
rem Java 24 and later warn of native access by code that was not named, and of memory access as protobuf does it.
set "FACEQUALITY_QUIET="
if %FACEQUALITY_JAVA_VERSION% GEQ 24 set "FACEQUALITY_QUIET=--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
"%FACEQUALITY_JAVA%" %FACEQUALITY_QUIET% %JAVA_OPTS% -cp "%FACEQUALITY_JAR%" io.facequality.cli.Main %*
exit /b %ERRORLEVEL%
