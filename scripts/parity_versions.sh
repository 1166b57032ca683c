#!/bin/sh
# Records some families with other versions of Spark than the locked one: parity_versions.sh UV
set -euf
uv=$1
families="clustering formula indexing linear_regressors one_vs_rest recommendation structure text tree_classifiers tree_regressors
  sql/comparison sql/conditional sql/doubles sql/decimals sql/rounding sql/to_text sql/case sql/trim
  sql/substring sql/date_parts sql/time_parts sql/date_arithmetic sql/without_ansi_types
  sql/in_* sql/overwr* sql/sql_pipeline sql/projection"
for version in 3.5.9 4.3.0; do
    # shellcheck disable=SC2086 - one argument for each family
    "$uv" run --quiet --isolated --no-project --with "pyspark==$version" --with numpy \
        tests/parity/record.py --into "tests/parity/versions/spark-$version" $families
done
