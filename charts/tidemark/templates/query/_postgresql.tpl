{{/* Flyway migrates through JDBC, everything else is the reactive client: both are told the same server and the same trust. */}}
{{- define "tidemark.postgresql.env" -}}
{{- $postgresql := .Values.postgresql -}}
{{- $server := printf "%s:%d/%s" $postgresql.host (int $postgresql.port) $postgresql.database -}}
{{- $verify := eq $postgresql.sslMode "verify-full" -}}
- name: QUARKUS_DATASOURCE_JDBC_URL
  value: {{ printf "jdbc:postgresql://%s?sslmode=%s%s" $server $postgresql.sslMode ($verify | ternary "&sslrootcert=/etc/tidemark/postgresql-ca/ca.crt" "") | quote }}
- name: QUARKUS_DATASOURCE_REACTIVE_URL
  value: {{ printf "vertx-reactive:postgresql://%s" $server | quote }}
- name: QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE
  value: {{ $postgresql.sslMode }}
{{- if $verify }}
- name: QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM
  value: "true"
- name: QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS
  value: /etc/tidemark/postgresql-ca/ca.crt
- name: QUARKUS_DATASOURCE_REACTIVE_HOSTNAME_VERIFICATION_ALGORITHM
  value: HTTPS
{{- else if eq $postgresql.sslMode "require" }}
- name: QUARKUS_DATASOURCE_REACTIVE_TRUST_ALL
  value: "true"
{{- end }}
- name: QUARKUS_DATASOURCE_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ $postgresql.existingSecret }}
      key: {{ $postgresql.usernameKey }}
- name: QUARKUS_DATASOURCE_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ $postgresql.existingSecret }}
      key: {{ $postgresql.passwordKey }}
{{- end }}
