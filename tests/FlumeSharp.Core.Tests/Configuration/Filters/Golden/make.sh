#!/bin/sh
# Makes the credential stores of this folder with Hadoop 3.4.3's own 'hadoop credential create' (class CredentialShell). Run it in this folder
# with HADOOP_JARS naming the folder of Hadoop's jars. Test secrets only.
set -eu
export LC_ALL=C.UTF-8
rm -f ./*.jceks
credential() { java -cp "$HADOOP_JARS/*" org.apache.hadoop.security.alias.CredentialShell create "$1" -value "$2" -provider "$3://file$PWD/$4"; }

# The password Hadoop uses when none is given.
credential db-password 'pässwörd €' localjceks default.jceks
credential Token 'a b#c\d' localjceks default.jceks
credential dirname_hadoop /var/x jceks default.jceks

export HADOOP_CREDSTORE_PASSWORD=store-secret
credential db-password other jceks own-password.jceks
credential only-here second jceks own-password.jceks
rm -f .*.crc
