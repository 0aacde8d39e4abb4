/**
 * The contract of broadcast, as tests: of the verticle and of the cluster manager, which run the
 * same protocol and have the same addresses.
 */
package org.hyparview.broadcast.contract;
