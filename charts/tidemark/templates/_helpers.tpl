{{/* Names, labels and what the three services' pods have in common. "Part" is a dict: root (the top context), component. */}}

{{- define "tidemark.name" -}}
{{ .Values.nameOverride | default .Chart.Name | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "tidemark.fullname" -}}
{{- $name := include "tidemark.name" . -}}
{{- $whole := contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name) -}}
{{ .Values.fullnameOverride | default $whole | trunc 40 | trimSuffix "-" }}
{{- end }}

{{/* Name of a part's objects: release-tidemark-capture */}}
{{- define "tidemark.part.name" -}}
{{ include "tidemark.fullname" .root }}-{{ .component }}
{{- end }}

{{/* What selectors use: never a version, never a user's label, so that an upgrade finds its pods again. */}}
{{- define "tidemark.part.selector" -}}
app.kubernetes.io/name: {{ include "tidemark.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "tidemark.part.labels" -}}
{{ include "tidemark.part.selector" . }}
app.kubernetes.io/part-of: tidemark
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Opens every object: metadata with name, namespace and labels. */}}
{{- define "tidemark.part.metadata" -}}
name: {{ include "tidemark.part.name" . }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "tidemark.part.labels" . | nindent 2 }}
{{- end }}

{{- define "tidemark.part.serviceAccount" -}}
{{- $values := index .root.Values .component -}}
{{ $values.serviceAccount.name | default (include "tidemark.part.name" .) }}
{{- end }}

{{/* An image's whole name; a dict: registry, image, tag (when the image says none). */}}
{{- define "tidemark.image" -}}
{{- $name := .image.repository -}}
{{- if .registry }}{{ $name = printf "%s/%s" .registry $name }}{{ end -}}
{{- if .image.digest -}}
{{ $name }}@{{ .image.digest }}
{{- else -}}
{{ $name }}:{{ .image.tag | default .tag }}
{{- end -}}
{{- end }}

{{- define "tidemark.part.image" -}}
{{- $values := index .root.Values .component -}}
image: {{ include "tidemark.image" (dict "registry" .root.Values.global.imageRegistry "image" $values.image "tag" .root.Chart.AppVersion) }}
imagePullPolicy: {{ $values.image.pullPolicy }}
{{- end }}

{{/* "true": the part asks the API server. */}}
{{- define "tidemark.part.asksKubernetes" -}}
{{- and (eq .component "aggregator") .root.Values.aggregator.enrichment.kubernetes -}}
{{- end }}

{{/* The pod's identity and rights. Capture's container adds NET_RAW for itself. */}}
{{- define "tidemark.part.pod" -}}
{{- $values := index .root.Values .component -}}
serviceAccountName: {{ include "tidemark.part.serviceAccount" . }}
automountServiceAccountToken: {{ include "tidemark.part.asksKubernetes" . | eq "true" }}
enableServiceLinks: false
terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile:
    type: RuntimeDefault
{{- with .root.Values.global.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Spread over zones and nodes, where there are several. */}}
{{- define "tidemark.part.spread" -}}
topologySpreadConstraints:
  {{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "tidemark.part.selector" $ | nindent 8 }}
  {{- end }}
{{- end }}

{{/* Liveness never asks Kafka or the database: a broker that is away makes a service wait, not die. */}}
{{- define "tidemark.probes" -}}
startupProbe:
  httpGet:
    path: /q/health/live
    port: http
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet:
    path: /q/health/live
    port: http
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet:
    path: /q/health/ready
    port: http
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 3
{{- end }}

{{/* Environment of every service, before its own. */}}
{{- define "tidemark.part.env" -}}
{{- $values := index .root.Values .component -}}
- name: JDK_JAVA_OPTIONS
  value: {{ $values.jvmOptions | quote }}
- name: QUARKUS_HTTP_PORT
  value: {{ $values.httpPort | quote }}
{{ include "tidemark.kafka.env" . }}
{{- end }}

{{/* Only /tmp can be written: native libraries are unpacked there. */}}
{{- define "tidemark.part.mounts" -}}
- name: tmp
  mountPath: /tmp
{{ include "tidemark.kafka.mounts" . }}
{{- end }}

{{- define "tidemark.part.volumes" -}}
- name: tmp
  emptyDir:
    sizeLimit: 256Mi
{{ include "tidemark.kafka.volumes" . }}
{{- end }}

{{- define "tidemark.part.serviceAccountObject" -}}
{{- $values := index .root.Values .component -}}
{{- if not $values.serviceAccount.name }}
apiVersion: v1
kind: ServiceAccount
metadata:
  {{- include "tidemark.part.metadata" . | nindent 2 }}
  {{- with $values.serviceAccount.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
{{- end }}
{{- end }}

{{- define "tidemark.part.podDisruptionBudget" -}}
{{- $values := index .root.Values .component -}}
{{- if $values.podDisruptionBudget.enabled }}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "tidemark.part.metadata" . | nindent 2 }}
spec:
  # Not minAvailable: with one replica that would block every drain of its node.
  maxUnavailable: 1
  selector:
    matchLabels:
      {{- include "tidemark.part.selector" . | nindent 6 }}
{{- end }}
{{- end }}
