#!/bin/sh
# Fetches Spark's connector for Kafka and a broker from Maven Central: kafka.sh FOLDER
# The broker is for tests. The connector is the newest one of Spark's minor version that is served
# with all that it needs.
set -eu
folder=$1
spark=4.1.1
kafka=4.1.1

fetch() { # folder artifact...
    target=$1
    shift
    pom=$(mktemp -d)
    {
        echo '<project><modelVersion>4.0.0</modelVersion>'
        echo '<groupId>saltus</groupId><artifactId>jars</artifactId><version>1</version><packaging>pom</packaging>'
        echo '<dependencies>'
        for artifact; do
            group=${artifact%%:*}
            rest=${artifact#*:}
            echo "<dependency><groupId>$group</groupId><artifactId>${rest%%:*}</artifactId><version>${rest#*:}</version></dependency>"
        done
        echo '</dependencies></project>'
    } >"$pom/pom.xml"
    mvn --quiet --batch-mode --file "$pom/pom.xml" dependency:copy-dependencies \
        -DincludeScope=runtime "-DexcludeArtifactIds=${exclude:-none}" "-DoutputDirectory=$target"
    rm -r "$pom"
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# What Spark itself has is left to Spark.
exclude=scala-library,slf4j-api,jsr305,spark-tags_2.13,hadoop-client-runtime,hadoop-client-api,commons-logging,lz4-java,snappy-java,scala-parallel-collections_2.13
fetch "$scratch/connector" "org.apache.spark:spark-sql-kafka-0-10_2.13:$spark"
exclude=none
fetch "$scratch/broker" "org.apache.kafka:kafka_2.13:$kafka" "org.apache.kafka:kafka-tools:$kafka"
rm -rf "$folder"
mkdir -p "$(dirname "$folder")"
mv "$scratch" "$folder"
trap - EXIT
