{{/* Fails if values conflict. The schema could check this too, but not with a clear message. */}}
{{- define "exporter.refuse" -}}
{{- $problems := list -}}
{{- if and (gt (int .Values.replicas) 1) (not .Values.autosharding.enabled) -}}
{{- $problems = append $problems "replicas: more than 1 needs autosharding.enabled=true" -}}
{{- end -}}
{{- if and .Values.autosharding.enabled (lt (int .Values.replicas) 1) -}}
{{- $problems = append $problems "replicas: autosharding.enabled needs 1 or more" -}}
{{- end -}}
{{- if and .Values.config.existingConfigMap .Values.config.existingSecret -}}
{{- $problems = append $problems "config: set existingConfigMap or existingSecret, not both" -}}
{{- end -}}
{{- if and .Values.persistence.existingClaim (not .Values.persistence.enabled) -}}
{{- $problems = append $problems "persistence.existingClaim: needs persistence.enabled=true" -}}
{{- end -}}
{{- if and .Values.persistence.existingClaim .Values.autosharding.enabled -}}
{{- $problems = append $problems "persistence.existingClaim: autosharding.enabled creates a claim per shard" -}}
{{- end -}}
{{- if and .Values.webConfig.tls (not .Values.webConfig.existingSecret) -}}
{{- $problems = append $problems "webConfig.tls: needs webConfig.existingSecret" -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.hosts) -}}
{{- $problems = append $problems "ingress.hosts: set at least one host" -}}
{{- end -}}
{{- with $problems -}}
{{- fail (printf "\n\nThe values conflict:\n  %s" (join "\n  " .)) -}}
{{- end -}}
{{- end -}}
