#!/bin/sh
# Fetches Spark's connector for Kafka and a broker from Maven Central: kafka.sh FOLDER
set -eu
folder=$1

# Connectors of Spark 4.1 before 4.1.3 cannot restart within a micro-batch (SPARK-57438). Each jar
# that Spark lacks is named, as not every server has all of 4.1.3; the tokens' is as in 4.1.1.
connector='org.apache.spark:spark-sql-kafka-0-10_2.13:4.1.3
org.apache.spark:spark-token-provider-kafka-0-10_2.13:4.1.1
org.apache.kafka:kafka-clients:3.9.1
org.apache.commons:commons-pool2:2.12.1'
# For the tests.
broker='org.apache.kafka:kafka_2.13:4.1.1
org.apache.kafka:kafka-tools:4.1.1'
alone='<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>'

fetch() { # target artifacts [exclusions]
    mkdir -p "$1"
    {
        echo '<project><modelVersion>4.0.0</modelVersion>'
        echo '<groupId>saltus</groupId><artifactId>jars</artifactId><version>1</version><packaging>pom</packaging>'
        echo '<dependencies>'
        echo "$2" | while IFS=: read -r group artifact version; do
            echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId>"
            echo "<version>$version</version>${3:-}</dependency>"
        done
        echo '</dependencies></project>'
    } >"$1/pom.xml"
    mvn --quiet --batch-mode --file "$1/pom.xml" dependency:copy-dependencies \
        -DincludeScope=runtime "-DoutputDirectory=$1"
    rm "$1/pom.xml"
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fetch "$scratch/connector" "$connector" "$alone"
fetch "$scratch/broker" "$broker"
rm -rf "$folder"
mkdir -p "$(dirname "$folder")"
mv "$scratch" "$folder"
trap - EXIT
