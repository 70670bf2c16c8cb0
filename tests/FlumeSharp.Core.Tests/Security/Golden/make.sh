#!/bin/sh
# Makes the key stores of this folder with the JDK's keytool (17) and OpenSSL (3). Run in an empty folder; every run gives new keys.
# filechannel.jceks is not made here: Flume's file channel used it (key-0: storepass, key-1: keypass1).
# Store password: storepass. Key password: keypass where a key has one of its own.
set -eu
rsa="-keyalg RSA -keysize 2048 -validity 36500"
ec="-keyalg EC -groupname secp256r1 -validity 36500"

# An authority and a server certificate it signed, so that stores hold a chain of two.
keytool -genkeypair $rsa -alias ca -dname "CN=FlumeSharp Test CA" -ext bc:c -storetype PKCS12 -keystore ca.tmp -storepass storepass
keytool -exportcert -alias ca -keystore ca.tmp -storepass storepass -rfc -file ca.pem

# JKS: an RSA key with a password of its own and a chain, an EC key with the store's, a trusted certificate with a name beyond Latin.
keytool -genkeypair $rsa -alias Server -dname "CN=localhost" -ext san=dns:localhost -storetype JKS -keystore server.jks -storepass storepass -keypass keypass
keytool -certreq -alias Server -keystore server.jks -storepass storepass -keypass keypass -file req.tmp
keytool -gencert -alias ca -keystore ca.tmp -storepass storepass -infile req.tmp -outfile cert.tmp -validity 36500 -ext san=dns:localhost -rfc
keytool -importcert -noprompt -alias größe-日本 -file ca.pem -keystore server.jks -storepass storepass
keytool -importcert -noprompt -alias Server -file cert.tmp -keystore server.jks -storepass storepass -keypass keypass
keytool -genkeypair $ec -alias ec -dname "CN=ec" -storetype JKS -keystore server.jks -storepass storepass -keypass storepass

# JCEKS: the same kinds, and secret keys.
keytool -importkeystore -srckeystore server.jks -srcstoretype JKS -srcstorepass storepass -srcalias Server -srckeypass keypass -destkeystore server.jceks -deststoretype JCEKS -deststorepass storepass -destkeypass keypass
keytool -genseckey -keyalg AES -keysize 128 -alias key-0 -storetype JCEKS -keystore server.jceks -storepass storepass -keypass storepass
keytool -genseckey -keyalg AES -keysize 256 -alias key-1 -storetype JCEKS -keystore server.jceks -storepass storepass -keypass keypass
keytool -genseckey -keyalg DESede -alias des -storetype JCEKS -keystore server.jceks -storepass storepass -keypass storepass
keytool -genseckey -keyalg HmacSHA256 -keysize 256 -alias hmac -storetype JCEKS -keystore server.jceks -storepass storepass -keypass storepass
keytool -importcert -noprompt -alias trusted -file ca.pem -storetype JCEKS -keystore server.jceks -storepass storepass

# The same secret keys in keytool's PKCS12: two formats, one truth.
keytool -importkeystore -srckeystore server.jceks -srcstoretype JCEKS -srcstorepass storepass -srcalias key-0 -destkeystore secrets.p12 -deststoretype PKCS12 -deststorepass storepass
keytool -importkeystore -srckeystore server.jceks -srcstoretype JCEKS -srcstorepass storepass -srcalias key-1 -srckeypass keypass -destkeystore secrets.p12 -deststoretype PKCS12 -deststorepass storepass -destkeypass storepass
keytool -importkeystore -srckeystore server.jceks -srcstoretype JCEKS -srcstorepass storepass -srcalias des -destkeystore secrets.p12 -deststoretype PKCS12 -deststorepass storepass
keytool -importkeystore -srckeystore server.jceks -srcstoretype JCEKS -srcstorepass storepass -srcalias hmac -destkeystore secrets.p12 -deststoretype PKCS12 -deststorepass storepass

# PKCS12 by keytool (AES and SHA-256), in a file called .jks as keytool does by default.
keytool -importkeystore -srckeystore server.jks -srcstoretype JKS -srcstorepass storepass -srcalias Server -srckeypass keypass -destkeystore pkcs12-named.jks -deststoretype PKCS12 -deststorepass storepass -destkeypass storepass
keytool -importkeystore -srckeystore server.jks -srcstoretype JKS -srcstorepass storepass -srcalias ec -destkeystore pkcs12-named.jks -deststoretype PKCS12 -deststorepass storepass
keytool -genseckey -keyalg AES -keysize 256 -alias secret -storetype PKCS12 -keystore pkcs12-named.jks -storepass storepass
keytool -importcert -noprompt -alias trusted -file ca.pem -storetype PKCS12 -keystore pkcs12-named.jks -storepass storepass

# PKCS12 as Java 8 wrote it: RC2 with 40 bits for certificates, triple DES for keys, SHA-1.
keytool -J-Dkeystore.pkcs12.legacy -importkeystore -srckeystore pkcs12-named.jks -srcstorepass storepass -srcalias server -destkeystore legacy.p12 -deststoretype PKCS12 -deststorepass storepass
keytool -J-Dkeystore.pkcs12.legacy -importcert -noprompt -alias trusted -file ca.pem -keystore legacy.p12 -storepass storepass

# PEM, and PKCS12 by OpenSSL: with a key, and authorities only (no mark of trust, no name).
openssl pkcs12 -in legacy.p12 -legacy -passin pass:storepass -nocerts -nodes 2>/dev/null | openssl pkey -out key.pem
openssl pkcs12 -in legacy.p12 -legacy -passin pass:storepass -nokeys -clcerts 2>/dev/null | openssl x509 > server.pem
cat ca.pem >> server.pem
openssl pkcs8 -topk8 -in key.pem -passout pass:keypass -out key-encrypted.pem
openssl rsa -in key.pem -traditional -aes128 -passout pass:keypass -out key-old-encryption.pem 2>/dev/null
openssl pkcs12 -export -in server.pem -inkey key.pem -name openssl -passout pass:storepass -out openssl.p12
openssl pkcs12 -export -in server.pem -inkey key.pem -passout pass: -out openssl-empty-password.p12
openssl pkcs12 -export -nokeys -in ca.pem -passout pass:storepass -out openssl-trust.p12

# The truth to compare with.
keytool -list -v -keystore server.jks -storepass storepass 2>/dev/null | grep -E 'Alias|SHA256:|Entry type' | sed 's/^[ \t]*//' > server.jks.txt
rm ./*.tmp
