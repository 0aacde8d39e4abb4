package org.hyparview.cluster.protocol.store;

import java.util.List;

/**
 * The outcome of a batch.
 *
 * @param results one for each command, in their order
 * @param grants the locks that were granted to waiting requests
 */
public record Applied(List<StoreResult> results, List<Grant> grants) {}
