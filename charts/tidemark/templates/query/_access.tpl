{{/* Who may see what: a login, or the word that there is none. */}}
{{- define "tidemark.access.env" -}}
{{- $access := .Values.query.access -}}
{{- if $access.insecure -}}
- name: TIDEMARK_QUERY_INSECURE
  value: "true"
{{- else -}}
- name: QUARKUS_OIDC_AUTH_SERVER_URL
  value: {{ $access.issuer | quote }}
- name: QUARKUS_OIDC_CLIENT_ID
  value: {{ $access.clientId | quote }}
- name: QUARKUS_OIDC_CREDENTIALS_SECRET
  valueFrom:
    secretKeyRef:
      name: {{ $access.existingSecret }}
      key: client-secret
{{- /* the same for all pods: one may end a login that another began */}}
- name: QUARKUS_OIDC_TOKEN_STATE_MANAGER_ENCRYPTION_SECRET
  valueFrom:
    secretKeyRef:
      name: {{ $access.existingSecret }}
      key: session-key
- name: QUARKUS_OIDC_AUTHENTICATION_STATE_SECRET
  valueFrom:
    secretKeyRef:
      name: {{ $access.existingSecret }}
      key: session-key
{{- with $access.rolesClaim }}
- name: QUARKUS_OIDC_ROLES_ROLE_CLAIM_PATH
  value: {{ . | quote }}
{{- end }}
- name: TIDEMARK_QUERY_ACCESS_NAMESPACES_CLAIM
  value: {{ $access.namespacesClaim | quote }}
- name: TIDEMARK_QUERY_ACCESS_NAMESPACES_REQUIRED
  value: {{ $access.namespacesRequired | quote }}
{{- end }}
{{- end }}

{{/* The port of the issuer's address. */}}
{{- define "tidemark.access.issuerPort" -}}
{{- $url := urlParse .Values.query.access.issuer -}}
{{- regexFind ":[0-9]+$" $url.host | trimPrefix ":" | default (eq $url.scheme "http" | ternary "80" "443") -}}
{{- end }}
