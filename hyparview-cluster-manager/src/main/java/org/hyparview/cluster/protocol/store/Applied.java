package org.hyparview.cluster.protocol.store;

import java.util.List;

/**
 * What came of a batch.
 *
 * @param results one for each command, in their order
 * @param grants locks that those who waited have now
 */
public record Applied(List<StoreResult> results, List<Grant> grants) {}
