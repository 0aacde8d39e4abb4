/** The contracts of the transport SPIs, as tests: published for tests of other implementations. */
package org.hyparview.transport.contract;
