@echo off
rem Runs the kan4j command line on Windows. Builds kan-cli on first use; delete kan-cli\target\kan after source changes.
rem
rem   JAVA_HOME       the JDK to use (17 or newer); without it, the java on the PATH
rem   KAN_JAVA_OPTS   more JVM flags, separated by spaces, such as -Xmx8g
setlocal
set "java=java.exe"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
"%java%" -version >nul 2>&1
if errorlevel 1 (
    echo kan: Java 17 or newer is required, and "%java%" does not run; set JAVA_HOME to a JDK>&2
    exit /b 2
)
set "jar=%~dp0kan-cli\target\kan\kan.jar"
if not exist "%jar%" (
    echo kan: building kan4j, for the first use>&2
    pushd "%~dp0"
    call mvnw.cmd -q -B -ntp -Dquick -DbuildDirectory=target/kan -Dmaven.test.skip=true -pl kan-cli -am package 1>&2
    popd
)
if not exist "%jar%" (
    echo kan: the build failed; the messages of Maven are above>&2
    exit /b 1
)
"%java%" -Xlog:disable --add-modules jdk.incubator.vector -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 %KAN_JAVA_OPTS% -jar "%jar%" %*
exit /b %ERRORLEVEL%
