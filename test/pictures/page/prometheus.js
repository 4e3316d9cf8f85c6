/** Asks the Prometheus behind the page for the data of a path of its API. */
export async function ask(path, parameters) {
  const answer = await fetch(`/api/v1/${path}?${new URLSearchParams(parameters)}`);
  const { error, data } = await answer.json();
  if (error) throw new Error(`${JSON.stringify(parameters)}: ${error}`);
  return data;
}
