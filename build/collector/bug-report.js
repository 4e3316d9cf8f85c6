function createBugReport(telemetry, log) {
  const attempts = (task, error) => [
    () => telemetry.unexpectedError(task),
    () => log.error(
      { site: telemetry.site, task, err: error },
      "unexpected error, please report it; the site goes on"
    )
  ];
  return (task, error) => {
    for (const attempt of attempts(task, error)) {
      try {
        attempt();
      } catch {
      }
    }
  };
}
export {
  createBugReport
};
