{{/* How services find Kafka and log in. Three kinds: made here (create), made by others with Strimzi (existingCluster), external. */}}

{{/* Name of the Strimzi cluster, empty for an external Kafka. */}}
{{- define "tidemark.kafka.cluster" -}}
{{- if .Values.kafka.create -}}
{{ include "tidemark.fullname" . }}-kafka
{{- else -}}
{{ .Values.kafka.existingCluster }}
{{- end -}}
{{- end }}

{{- define "tidemark.kafka.bootstrap" -}}
{{- $cluster := include "tidemark.kafka.cluster" . -}}
{{- if $cluster -}}
{{ $cluster }}-kafka-bootstrap:{{ .Values.kafka.listenerPort }}
{{- else -}}
{{ .Values.kafka.external.bootstrapServers }}
{{- end -}}
{{- end }}

{{/* Secret of a part's user. Strimzi names it like the KafkaUser. */}}
{{- define "tidemark.kafka.userSecret" -}}
{{- if include "tidemark.kafka.cluster" .root -}}
{{ include "tidemark.part.name" . }}
{{- else -}}
{{ index .root.Values.kafka.external.userSecrets .component }}
{{- end -}}
{{- end }}

{{/* Secret with the brokers' CA under ca.crt; empty: the authorities that Java trusts, or no TLS. */}}
{{- define "tidemark.kafka.caSecret" -}}
{{- $cluster := include "tidemark.kafka.cluster" . -}}
{{- if $cluster -}}
{{ $cluster }}-cluster-ca-cert
{{- else if .Values.kafka.external.tls -}}
{{ .Values.kafka.external.caSecret }}
{{- end -}}
{{- end }}

{{- define "tidemark.kafka.protocol" -}}
{{- if eq .Values.kafka.authentication "scram-sha-512" -}}SASL_{{ end -}}
{{- if or (include "tidemark.kafka.cluster" .) .Values.kafka.external.tls -}}
SSL
{{- else -}}
PLAINTEXT
{{- end -}}
{{- end }}

{{- define "tidemark.kafka.env" -}}
- name: KAFKA_BOOTSTRAP_SERVERS
  value: {{ include "tidemark.kafka.bootstrap" .root | quote }}
- name: KAFKA_SECURITY_PROTOCOL
  value: {{ include "tidemark.kafka.protocol" .root }}
{{- if include "tidemark.kafka.caSecret" .root }}
- name: KAFKA_SSL_TRUSTSTORE_TYPE
  value: PEM
- name: KAFKA_SSL_TRUSTSTORE_LOCATION
  value: /etc/tidemark/kafka-ca/ca.crt
{{- end }}
{{- if eq .root.Values.kafka.authentication "scram-sha-512" }}
- name: KAFKA_SASL_MECHANISM
  value: SCRAM-SHA-512
- name: KAFKA_SASL_JAAS_CONFIG
  valueFrom:
    secretKeyRef:
      name: {{ include "tidemark.kafka.userSecret" . }}
      key: sasl.jaas.config
{{- else if eq .root.Values.kafka.authentication "tls" }}
- name: KAFKA_SSL_KEYSTORE_TYPE
  value: PKCS12
- name: KAFKA_SSL_KEYSTORE_LOCATION
  value: /etc/tidemark/kafka-user/user.p12
- name: KAFKA_SSL_KEYSTORE_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ include "tidemark.kafka.userSecret" . }}
      key: user.password
{{- end }}
{{- end }}

{{- define "tidemark.kafka.mounts" -}}
{{- if include "tidemark.kafka.caSecret" .root }}
- name: kafka-ca
  mountPath: /etc/tidemark/kafka-ca
  readOnly: true
{{- end }}
{{- if eq .root.Values.kafka.authentication "tls" }}
- name: kafka-user
  mountPath: /etc/tidemark/kafka-user
  readOnly: true
{{- end }}
{{- end }}

{{- define "tidemark.kafka.volumes" -}}
{{- with include "tidemark.kafka.caSecret" .root }}
- name: kafka-ca
  secret:
    secretName: {{ . }}
    items:
      - key: ca.crt
        path: ca.crt
{{- end }}
{{- if eq .root.Values.kafka.authentication "tls" }}
- name: kafka-user
  secret:
    secretName: {{ include "tidemark.kafka.userSecret" . }}
    items:
      - key: user.p12
        path: user.p12
{{- end }}
{{- end }}

{{/* Partitions of one entry of files/topics.yaml; a dict: root, topic. */}}
{{- define "tidemark.kafka.partitions" -}}
{{- if .topic.partitionsFrom -}}
{{ index .root.Values.kafka.partitions .topic.partitionsFrom }}
{{- else -}}
{{ .topic.partitions }}
{{- end -}}
{{- end }}
