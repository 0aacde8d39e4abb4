/** Clusters of the machines in virtual time, with faults, scenarios and graph metrics. */
module org.hyparview.simulation {
  requires transitive org.hyparview.protocol;
  requires static transitive org.jspecify;

  exports org.hyparview.simulation.host;
  exports org.hyparview.simulation.metrics;
  exports org.hyparview.simulation.net;
  exports org.hyparview.simulation.scenario;
}
