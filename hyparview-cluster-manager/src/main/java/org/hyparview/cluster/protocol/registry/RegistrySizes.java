package org.hyparview.cluster.protocol.registry;

/**
 * The sizes of what a registry holds.
 *
 * @param registrations those of all members
 * @param ownRegistrations those of its own node
 * @param tombstones of departed nodes
 * @param entries of replicated maps, with a value
 * @param removedEntries whose removal is remembered
 * @param wanted records and entries that are known to be missing, or are being pulled
 */
public record RegistrySizes(
    long registrations,
    int ownRegistrations,
    int tombstones,
    int entries,
    int removedEntries,
    int wanted) {}
