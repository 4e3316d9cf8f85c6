{{/* The keys of the configuration that hold a secret. Each has a sibling for a file, as secret_file. */}}
{{- define "exporter.secretKeys" -}}
[secret, previous_secret, access_key, password, bearer_token]
{{- end -}}

{{/* Prints the places of secrets in clear text below a path, one per line. ${NAME} is no secret. */}}
{{- define "exporter.findSecrets" -}}
{{- $path := .path -}}
{{- if kindIs "map" .value -}}
{{- range $key, $inner := .value -}}
{{- $isSecret := has $key (include "exporter.secretKeys" $ | fromYamlArray) -}}
{{- $place := dict "path" (printf "%s.%s" $path $key) "value" $inner "isSecret" $isSecret -}}
{{- include "exporter.findSecrets" $place -}}
{{- end -}}
{{- else if kindIs "slice" .value -}}
{{- range $index, $inner := .value -}}
{{- include "exporter.findSecrets" (dict "path" (printf "%s[%d]" $path $index) "value" $inner) -}}
{{- end -}}
{{- else if kindIs "string" .value -}}
{{- $clear := regexReplaceAll "\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-)?\\}" .value "" -}}
{{- $hasLogin := regexMatch "://([^/@:]*:[^/@]+|[^/@:]+)@" $clear -}}
{{- if or $hasLogin (and .isSecret $clear) }}{{ println $path }}{{ end -}}
{{- end -}}
{{- end -}}

{{/* Fails if the configuration has a secret in clear text, which a ConfigMap would show. */}}
{{- define "exporter.refuseSecrets" -}}
{{- $content := dict "path" "config.content" "value" .Values.config.content -}}
{{- with include "exporter.findSecrets" $content | trim -}}
{{- $advice := "Name a file of existingSecrets, as in secret_file, or set config.asSecret=true." -}}
{{- fail (printf "\n\nA ConfigMap would show these secrets:\n%s\n%s" (indent 2 .) $advice) -}}
{{- end -}}
{{- end -}}
