/**
 * Builds something at its first use and keeps it for the life of the execution environment. A build that failed is not
 * kept: the next call tries again, so that a key service that was away for a moment does not poison a warm function.
 */
export function onceUnlessFailed<Built>(build: () => Promise<Built>): () => Promise<Built> {
  let building: Promise<Built> | null = null;
  return () => {
    if (building === null) {
      const attempt = build();
      building = attempt;
      attempt.catch(() => {
        building = null;
      });
    }
    return building;
  };
}
