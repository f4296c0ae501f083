{{- define "tidemark.networkPolicy.dns" -}}
- to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: kube-system
  ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
{{- end }}

{{/* Strimzi's brokers by their labels; an external Kafka by its ports, for its addresses are not known here. */}}
{{- define "tidemark.networkPolicy.kafka" -}}
{{- $cluster := include "tidemark.kafka.cluster" . -}}
{{- if $cluster -}}
- to:
    - podSelector:
        matchLabels:
          strimzi.io/cluster: {{ $cluster }}
          strimzi.io/kind: Kafka
  ports:
    - port: {{ .Values.kafka.listenerPort }}
      protocol: TCP
{{- else -}}
{{- $ports := list -}}
{{- range splitList "," .Values.kafka.external.bootstrapServers -}}
{{- $ports = append $ports (regexFind "[0-9]+$" (trim .)) -}}
{{- end -}}
- ports:
    {{- range $ports | uniq | sortAlpha }}
    - port: {{ . }}
      protocol: TCP
    {{- end }}
{{- end -}}
{{- end }}
