{{/* The template of pods, of a Deployment as of a StatefulSet. */}}
{{- define "exporter.podTemplate" -}}
{{- $selecting := include "exporter.selectorLabels" . | fromYaml -}}
{{- $labels := include "exporter.labels" . | fromYaml -}}
metadata:
  labels:
    {{- toYaml (merge $selecting $labels .Values.podLabels) | nindent 4 }}
  {{- $annotations := .Values.podAnnotations }}
  {{- if not .Values.config.autoReload }}
  {{- $annotations = merge (dict "checksum/config" (include "exporter.checksum" .)) $annotations }}
  {{- end }}
  {{- with $annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  serviceAccountName: {{ include "exporter.serviceAccountName" . }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
  {{- with .Values.podSecurityContext }}
  securityContext:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    {{- include "exporter.container" . | nindent 4 }}
  volumes:
    {{- include "exporter.volumes" . | nindent 4 }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.topologySpreadConstraints }}
  topologySpreadConstraints:
    {{- range . }}
    {{- $counted := dict "matchLabels" (include "exporter.selectorLabels" $ | fromYaml) }}
    - {{- toYaml (merge (dict) . (dict "labelSelector" $counted)) | nindent 6 }}
    {{- end }}
  {{- end }}
{{- end -}}

{{- define "exporter.container" -}}
- name: exporter
  image: {{ include "exporter.image" . | quote }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  args:
    {{- include "exporter.args" . | nindent 4 }}
  env:
    # A shard reads its index from the end of this name.
    - name: HOSTNAME
      valueFrom:
        fieldRef:
          fieldPath: metadata.name
    {{- with .Values.extraEnv }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .Values.extraEnvFrom }}
  envFrom:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  ports:
    - name: http
      containerPort: 10052
    - name: health
      containerPort: 10053
  # Health checks have a separate port, because a kubelet can't log in.
  livenessProbe:
    httpGet:
      path: /-/healthy
      port: health
    {{- toYaml .Values.livenessProbe | nindent 4 }}
  readinessProbe:
    httpGet:
      path: /-/ready
      port: health
    {{- toYaml .Values.readinessProbe | nindent 4 }}
  {{- with .Values.resources }}
  resources:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.securityContext }}
  securityContext:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  volumeMounts:
    - name: config
      mountPath: /etc/whmcs-stock-exporter
      readOnly: true
    - name: state
      mountPath: /var/lib/whmcs-stock-exporter
    {{- range $index, $name := .Values.existingSecrets }}
    - name: secret-{{ $index }}
      mountPath: /run/secrets/{{ $name }}
      readOnly: true
    {{- end }}
    {{- if .Values.webConfig.existingSecret }}
    - name: web-config
      mountPath: /etc/whmcs-stock-exporter-web
      readOnly: true
    {{- end }}
    {{- with .Values.extraVolumeMounts }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}

{{- define "exporter.args" -}}
- --config.file=/etc/whmcs-stock-exporter/config.yaml
{{- if .Values.config.autoReload }}
- --config.enable-auto-reload
{{- end }}
- --persistence.file=/var/lib/whmcs-stock-exporter/stock.state
- --web.listen-address=:10052
- --web.health-listen-address=:10053
{{- if .Values.webConfig.existingSecret }}
- --web.config.file=/etc/whmcs-stock-exporter-web/web.yml
{{- end }}
{{- with .Values.web.externalUrl }}
- {{ printf "--web.external-url=%s" . | quote }}
{{- end }}
{{- with .Values.web.routePrefix }}
- {{ printf "--web.route-prefix=%s" . | quote }}
{{- end }}
{{- if .Values.autosharding.enabled }}
- --collector.shard=auto
- --collector.shards={{ .Values.replicas }}
- --collector.shard-address={{ include "exporter.scheme" . }}://{{ include "exporter.fullname" . }}-{shard}.
  {{- include "exporter.shardsName" . }}.{{ include "exporter.namespace" . }}.svc:10052
{{- end }}
{{- with .Values.extraArgs }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "exporter.volumes" -}}
- name: config
  projected:
    sources:
      {{- if .Values.config.existingSecret }}
      - secret:
          name: {{ .Values.config.existingSecret }}
      {{- else if .Values.config.existingConfigMap }}
      - configMap:
          name: {{ .Values.config.existingConfigMap }}
      {{- else }}
      - {{ .Values.config.asSecret | ternary "secret" "configMap" }}:
          name: {{ include "exporter.fullname" . }}
      {{- end }}
      {{- if .Values.limits }}
      - configMap:
          name: {{ include "exporter.fullname" . }}-limits
      {{- end }}
{{- range $index, $name := .Values.existingSecrets }}
- name: secret-{{ $index }}
  secret:
    secretName: {{ $name }}
{{- end }}
{{- with .Values.webConfig.existingSecret }}
- name: web-config
  secret:
    secretName: {{ . }}
{{- end }}
{{- if not .Values.persistence.enabled }}
- name: state
  emptyDir: {}
{{- else if not .Values.autosharding.enabled }}
- name: state
  persistentVolumeClaim:
    claimName: {{ .Values.persistence.existingClaim | default (include "exporter.fullname" .) }}
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "exporter.claimSpec" -}}
accessModes:
  {{- toYaml .Values.persistence.accessModes | nindent 2 }}
{{- with .Values.persistence.storageClass }}
storageClassName: {{ eq . "-" | ternary "" . | quote }}
{{- end }}
resources:
  requests:
    storage: {{ .Values.persistence.size | quote }}
{{- end -}}
