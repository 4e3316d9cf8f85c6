{{/* Whether a text is only a reference to a variable, such as ${NAME}. */}}
{{- define "exporter.isReference" -}}
{{- if regexMatch "^\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-)?\\}$" (toString .) }}true{{ end -}}
{{- end -}}

{{/* Fails if the configuration has a secret in clear text, which a ConfigMap would show. */}}
{{- define "exporter.refuseSecrets" -}}
{{- $found := list -}}
{{- $defaults := .Values.config.content.defaults | default dict -}}
{{- if contains "@" ($defaults.proxy | default "") }}{{ $found = append $found "defaults.proxy" }}{{ end -}}
{{- range $index, $site := .Values.config.content.sites -}}
{{- $place := printf "sites[%d]" $index -}}
{{- $webhook := $site.webhook | default dict -}}
{{- range $secret := list
  (list "secret" $site.secret)
  (list "access_key" $site.access_key)
  (list "webhook.secret" $webhook.secret)
  (list "webhook.previous_secret" $webhook.previous_secret)
-}}
{{- if and (last $secret) (not (include "exporter.isReference" (last $secret))) -}}
{{- $found = append $found (printf "%s.%s" $place (first $secret)) -}}
{{- end -}}
{{- end -}}
{{- if contains "@" ($site.proxy | default "") -}}
{{- $found = append $found (printf "%s.proxy" $place) -}}
{{- end -}}
{{- end -}}
{{- with $found -}}
{{- $advice := "name a file of existingSecrets, as in secret_file, or set config.asSecret=true" -}}
{{- fail (printf "\n\nA ConfigMap would show a secret of config.content: %s\n%s" (join ", " .) $advice) -}}
{{- end -}}
{{- end -}}
