{{/* Values that a schema lets through, or refuses with a pattern where a sentence is due. Each fails with the key, the value and the reason. */}}

{{/* Bytes of a quantity of memory, "1Gi" or 1073741824; fails where it is none. A dict: key, value. */}}
{{- define "tidemark.validate.bytes" -}}
{{- $text := kindIs "string" .value | ternary .value (.value | int64 | toString) -}}
{{- if not (regexMatch `^[0-9]+(\.[0-9]+)?([kMGTP]|[KMGTP]i)?$` $text) -}}
{{- fail (printf "%s is %s: that is no quantity of memory; write 512Mi or 2Gi" .key $text) -}}
{{- end -}}
{{- $units := dict "" 1 "k" 1000 "M" 1000000 "G" 1000000000 "T" 1000000000000 "P" 1000000000000000 "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 "Pi" 1125899906842624 -}}
{{- mulf (regexFind `^[0-9.]+` $text | float64) (index $units (regexFind `[A-Za-z]*$` $text)) | int64 -}}
{{- end }}

{{/* A dict: key, resources. */}}
{{- define "tidemark.validate.resources" -}}
{{- $root := . -}}
{{- $bytes := dict -}}
{{- range $which := list "requests" "limits" -}}
  {{- range $resource, $value := index $root.resources $which -}}
    {{- $key := printf "%s.%s.%s" $root.key $which $resource -}}
    {{- if eq $resource "memory" -}}
      {{- $amount := include "tidemark.validate.bytes" (dict "key" $key "value" $value) | int64 -}}
      {{- if lt $amount 16777216 -}}
        {{- fail (printf "%s is %v: that is %d bytes; write 512Mi or 2Gi" $key $value $amount) -}}
      {{- end -}}
      {{- $_ := set $bytes $which $amount -}}
    {{- else if eq $resource "ephemeral-storage" -}}
      {{- $_ := include "tidemark.validate.bytes" (dict "key" $key "value" $value) -}}
    {{- else if eq $resource "cpu" -}}
      {{- if not (regexMatch `^([0-9]+m|[0-9]+(\.[0-9]+)?)$` (toString $value)) -}}
        {{- fail (printf "%s is %v: that is no quantity of processor cores; write 500m or 2" $key $value) -}}
      {{- end -}}
    {{- else if not (regexMatch `^hugepages-|/` $resource) -}}
      {{- fail (printf "%s: Kubernetes knows no resource %s; it knows cpu, memory and ephemeral-storage" $key $resource) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- if and $bytes.requests (gt $bytes.requests $bytes.limits) -}}
  {{- fail (printf "%s.requests.memory is %v, above its limit %v" $root.key $root.resources.requests.memory $root.resources.limits.memory) -}}
{{- end -}}
{{- end }}

{{/* A heap that is larger than the container is killed by the kernel, without a word of Java's. A dict: component, values. */}}
{{- define "tidemark.validate.heap" -}}
{{- $heap := regexFind `-Xmx[0-9]+[kKmMgG]?` .values.jvmOptions -}}
{{- if $heap -}}
  {{- $text := $heap | trimPrefix "-Xmx" | upper | replace "K" "Ki" | replace "M" "Mi" | replace "G" "Gi" -}}
  {{- $bytes := include "tidemark.validate.bytes" (dict "key" (printf "%s.jvmOptions" .component) "value" $text) | int64 -}}
  {{- $limit := include "tidemark.validate.bytes" (dict "key" "" "value" .values.resources.limits.memory) | int64 -}}
  {{- if ge $bytes $limit -}}
    {{- fail (printf "%s.jvmOptions has %s, but %s.resources.limits.memory is %v: the heap must leave room for what is not heap" .component $heap .component .values.resources.limits.memory) -}}
  {{- end -}}
{{- end -}}
{{- end }}

{{/* Variables that the chart sets itself, or that would show a secret to all who may read the workload. A dict: root, component, file. */}}
{{- define "tidemark.validate.env" -}}
{{- $component := .component -}}
{{- $workload := include (print .root.Template.BasePath .file) .root | fromYaml -}}
{{- $seen := dict -}}
{{- range (index $workload.spec.template.spec.containers 0).env -}}
  {{- if hasKey $seen .name -}}
    {{- fail (printf "%s.extraEnv has %s, which the chart sets itself: change the value that it is made of" $component .name) -}}
  {{- end -}}
  {{- $_ := set $seen .name true -}}
  {{- if and .value (regexMatch `PASSWORD|SECRET|TOKEN|JAAS|PRIVATE_KEY` .name) -}}
    {{- fail (printf "%s.extraEnv has %s with its value: whoever may read the workload would read it; put it into a Secret, and name that in valueFrom.secretKeyRef" $component .name) -}}
  {{- end -}}
{{- end -}}
{{- end }}

{{/* A dict: key, cidr. */}}
{{- define "tidemark.validate.cidr" -}}
{{- $octet := `(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])` -}}
{{- $v4 := printf `^%s(\.%s){3}/(3[0-2]|[12]?[0-9])$` $octet $octet -}}
{{- $v6 := `^[0-9a-fA-F]*:[0-9a-fA-F:.]*/(12[0-8]|1[01][0-9]|[1-9]?[0-9])$` -}}
{{- if not (or (regexMatch $v4 .cidr) (regexMatch $v6 .cidr)) -}}
  {{- fail (printf "%s: %s is no range of addresses; write 10.1.0.0/16 or 2001:db8::/32" .key .cidr) -}}
{{- end -}}
{{- end }}

{{- define "tidemark.validate.networks" -}}
{{- range $number, $line := splitList "\n" .Values.aggregator.enrichment.networks -}}
  {{- $words := regexSplit `\s+` (regexReplaceAll `#.*` $line "" | trim) -1 -}}
  {{- $key := printf "aggregator.enrichment.networks, line %d" (add1 $number) -}}
  {{- if index $words 0 -}}
    {{- include "tidemark.validate.cidr" (dict "key" $key "cidr" (index $words 0)) -}}
    {{- if lt (len $words) 2 -}}
      {{- fail (printf "%s: %s has no name; write %s office" $key (index $words 0) (index $words 0)) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end }}

{{- define "tidemark.validate.peers" -}}
{{- range $list := list "queryIngress" "metricsIngress" -}}
  {{- range $at, $peer := index $.Values.networkPolicy $list -}}
    {{- $key := printf "networkPolicy.%s[%d]" $list $at -}}
    {{- if not $peer -}}
      {{- fail (printf "%s is empty: name a podSelector, a namespaceSelector or an ipBlock" $key) -}}
    {{- end -}}
    {{- with $peer.ipBlock -}}
      {{- range $cidr := prepend (.except | default list) .cidr -}}
        {{- include "tidemark.validate.cidr" (dict "key" (printf "%s.ipBlock" $key) "cidr" $cidr) -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end }}

{{/* A dict: key, image. */}}
{{- define "tidemark.validate.image" -}}
{{- if eq .image.tag "latest" -}}
  {{- fail (printf "%s.tag is latest: name a version, else nobody knows what runs" .key) -}}
{{- end -}}
{{- if regexMatch `:[^/]*$` .image.repository -}}
  {{- fail (printf "%s.repository is %s: the tag goes to %s.tag" .key .image.repository .key) -}}
{{- end -}}
{{- end }}

{{- define "tidemark.validate.names" -}}
{{- if contains "://" .Values.global.imageRegistry -}}
  {{- fail (printf "global.imageRegistry is %s: a registry has no scheme; write %s" .Values.global.imageRegistry (regexReplaceAll `^.*://` .Values.global.imageRegistry "")) -}}
{{- end -}}
{{- range $label, $value := .Values.commonLabels -}}
  {{- if or (hasPrefix "app.kubernetes.io/" $label) (eq $label "helm.sh/chart") -}}
    {{- fail (printf "commonLabels has %s, which the chart sets itself" $label) -}}
  {{- end -}}
  {{- if not (regexMatch `^([a-z0-9.-]+/)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$` $label) -}}
    {{- fail (printf "commonLabels has %q, which is no name of a label" $label) -}}
  {{- end -}}
  {{- if not (regexMatch `^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$` $value) -}}
    {{- fail (printf "commonLabels.%s is %q, which is no value of a label" $label $value) -}}
  {{- end -}}
{{- end -}}
{{- $alerts := list -}}
{{- range (.Files.Get "files/alerts.yaml" | fromYaml).groups -}}
  {{- range .rules -}}{{- $alerts = append $alerts .alert -}}{{- end -}}
{{- end -}}
{{- range .Values.monitoring.rules.disabled -}}
  {{- if not (has . $alerts) -}}
    {{- fail (printf "monitoring.rules.disabled names %s: there is no such alert; there are %s" . (join ", " (sortAlpha $alerts))) -}}
  {{- end -}}
{{- end -}}
{{- end }}

{{- define "tidemark.validate.query" -}}
{{- $issuer := .Values.query.access.issuer -}}
{{- if contains "/.well-known" $issuer -}}
  {{- fail (printf "query.access.issuer is %s: give the issuer alone, %s; the rest is found from there" $issuer (regexReplaceAll `/\.well-known.*` $issuer "")) -}}
{{- end -}}
{{- $postgresql := .Values.postgresql -}}
{{- if regexMatch `^[^:]+:[0-9]+$` $postgresql.host -}}
  {{- fail (printf "postgresql.host is %s: the port goes to postgresql.port" $postgresql.host) -}}
{{- end -}}
{{- if not (regexMatch `^[A-Za-z0-9_-]+$` $postgresql.database) -}}
  {{- fail (printf "postgresql.database is %q: letters, digits, _ and - may be in it; how to connect is said by postgresql.sslMode" $postgresql.database) -}}
{{- end -}}
{{- end }}
