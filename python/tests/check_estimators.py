"""scikit-learn's checks of the estimators, which start the command hundreds of times: some minutes.

    KAN4J_COMMAND=./kan PYTHONPATH=python python3 python/tests/check_estimators.py [NAME…]
"""

import sys

from sklearn.utils.estimator_checks import check_estimator

import kan4j

QUICK = ("--iterations", 15, "--ridge", 1e-3)
ESTIMATORS = {
    "KanRegressor": lambda: kan4j.KanRegressor(hidden=(), intervals=3, options=QUICK),
    "KanClassifier": lambda: kan4j.KanClassifier(hidden=(2,), intervals=3, options=QUICK),
    "FormulaRegressor": lambda: kan4j.FormulaRegressor(work=1),
}

status = 0
for name in sys.argv[1:] or ESTIMATORS:
    results = check_estimator(ESTIMATORS[name](), on_fail=None)
    failed = [result for result in results if result["status"] not in ("passed", "skipped")]
    for result in failed:
        print(name, result["check_name"], repr(result["exception"])[:600])
    print(f"{name}: {len(results) - len(failed)} checks passed or skipped, {len(failed)} failed", flush=True)
    status |= bool(failed)
sys.exit(status)
