{{/* How quickly the number of aggregators follows the lag, whoever watches it. */}}
{{- define "tidemark.autoscaling.behavior" -}}
scaleUp:
  stabilizationWindowSeconds: 30
  policies:
    - type: Percent
      value: 100
      periodSeconds: 60
scaleDown:
  stabilizationWindowSeconds: {{ .Values.aggregator.autoscaling.scaleDownStabilizationSeconds }}
  policies:
    - type: Pods
      value: 1
      periodSeconds: 60
{{- end }}

{{/* The backlog, as k8s/prometheus-adapter has it. A Kafka of Strimzi is in this namespace, and so is its exporter; another one's may be anywhere. */}}
{{- define "tidemark.autoscaling.query" -}}
{{- $labels := list `consumergroup="tidemark-aggregator"` `topic="tidemark.flows.v1"` -}}
{{- if include "tidemark.kafka.cluster" . -}}
{{- $labels = append $labels (printf "namespace=%q" .Release.Namespace) -}}
{{- end -}}
sum(clamp_min(min_over_time(kafka_consumergroup_lag{ {{- join "," $labels -}} }[1m]),0))
{{- end }}
