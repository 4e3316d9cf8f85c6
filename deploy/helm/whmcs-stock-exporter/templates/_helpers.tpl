{{- define "exporter.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{/* At most 52 characters: Kubernetes adds a hash to a StatefulSet's name, and a label has at most 63. */}}
{{- define "exporter.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else if contains (include "exporter.name" .) .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "exporter.name" .) | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "exporter.namespace" -}}
{{- .Values.namespaceOverride | default .Release.Namespace -}}
{{- end -}}

{{/* Labels that select pods of the exporter. Selectors are immutable: values must not change them. */}}
{{- define "exporter.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: exporter
{{- end -}}

{{- define "exporter.labels" -}}
{{- $chart := printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" -}}
{{- $own := dict
  "helm.sh/chart" ($chart | trunc 63 | trimSuffix "-")
  "app.kubernetes.io/version" (.Chart.AppVersion | toString)
  "app.kubernetes.io/managed-by" .Release.Service
-}}
{{- $selecting := include "exporter.selectorLabels" . | fromYaml -}}
{{- toYaml (merge (omit $selecting "app.kubernetes.io/component") $own .Values.commonLabels) -}}
{{- end -}}

{{/* The head of an object; takes root, and as options name, namespace, labels and annotations. */}}
{{- define "exporter.metadata" -}}
{{- $labels := include "exporter.labels" .root | fromYaml -}}
metadata:
  name: {{ .name | default (include "exporter.fullname" .root) }}
  namespace: {{ .namespace | default (include "exporter.namespace" .root) }}
  labels:
    {{- toYaml (merge $labels (.labels | default dict)) | nindent 4 }}
  {{- with .annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "exporter.serviceAccountName" -}}
{{- $preset := .Values.serviceAccount.create | ternary (include "exporter.fullname" .) "default" -}}
{{- .Values.serviceAccount.name | default $preset -}}
{{- end -}}

{{- define "exporter.image" -}}
{{- $registry := .Values.global.imageRegistry | default .Values.image.registry -}}
{{- $version := printf ":%s" (.Values.image.tag | default .Chart.AppVersion) -}}
{{- if .Values.image.digest }}{{ $version = printf "@%s" .Values.image.digest }}{{ end -}}
{{- with $registry }}{{ . }}/{{ end }}{{ .Values.image.repository }}{{ $version -}}
{{- end -}}

{{- define "exporter.shardsName" -}}
{{- include "exporter.fullname" . }}-shards
{{- end -}}

{{- define "exporter.scheme" -}}
{{- .Values.webConfig.tls | ternary "https" "http" -}}
{{- end -}}

{{/* What every path begins with, as the exporter itself concludes it. */}}
{{- define "exporter.routePrefix" -}}
{{- $path := "" -}}
{{- with .Values.web.externalUrl }}{{ $path = (urlParse .).path }}{{ end -}}
{{- .Values.web.routePrefix | default $path | trimSuffix "/" -}}
{{- end -}}

{{/* Whether the configuration is an object of this chart. */}}
{{- define "exporter.ownsConfig" -}}
{{- if not (or .Values.config.existingConfigMap .Values.config.existingSecret) }}true{{ end -}}
{{- end -}}

{{/* A checksum of what the chart itself puts into files. */}}
{{- define "exporter.checksum" -}}
{{- printf "%s%s" (toYaml .Values.config.content) (toYaml .Values.limits) | sha256sum -}}
{{- end -}}
