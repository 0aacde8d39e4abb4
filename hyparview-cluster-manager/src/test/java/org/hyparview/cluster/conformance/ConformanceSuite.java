package org.hyparview.cluster.conformance;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * The classes of this package, one after the other while other integration tests run: some of them
 * listen at the same ports.
 */
@Suite
@SelectPackages("org.hyparview.cluster.conformance")
@IncludeClassNamePatterns(".*IT")
class ConformanceSuite {}
