"""Runs the kan command."""

import json
import os
import shlex
import shutil
import subprocess


def _words():
    told = os.environ.get("KAN4J_COMMAND")
    if told:
        return shlex.split(told)
    jar = os.path.join(os.path.dirname(os.path.abspath(__file__)), "kan.jar")
    home = os.environ.get("JAVA_HOME")
    java = os.path.join(home, "bin", "java") if home else shutil.which("java")
    if not java or not shutil.which(java):
        raise RuntimeError("kan4j: Java 17 or newer required to train, none found; install a JDK, then set JAVA_HOME or PATH")
    if not os.path.exists(jar):
        raise RuntimeError("kan4j: kan.jar required beside the package, as in the wheel; or KAN4J_COMMAND=/path/to/kan")
    return [java, "--add-modules", "jdk.incubator.vector", "-Xlog:disable", "-Dfile.encoding=UTF-8", "-jar", jar]


def run(*arguments):
    """The JSON object that a command prints; a ValueError with its message where the input does not suit it."""
    done = subprocess.run(
        [*_words(), *map(str, arguments), "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    if done.returncode == 0:
        return json.loads(done.stdout)
    lines = [line for line in done.stderr.splitlines() if line.startswith("kan: ")] or [done.stderr.strip()]
    raise (ValueError if done.returncode == 2 else RuntimeError)(lines[-1])
