/** How insole data becomes an estimate of ground reaction force. */
module dev.footfall.grf {
  requires transitive dev.footfall.autograd;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires org.apache.commons.csv;
  requires org.apache.commons.statistics.inference;

  exports dev.footfall.grf.data;
  exports dev.footfall.grf.deploy;
  exports dev.footfall.grf.distill;
  exports dev.footfall.grf.emit;
  exports dev.footfall.grf.eval;
  exports dev.footfall.grf.model;
  exports dev.footfall.grf.report;
  exports dev.footfall.grf.signal;
  exports dev.footfall.grf.sim;
  exports dev.footfall.grf.window;

  uses dev.footfall.grf.data.StreamFormat;

  opens dev.footfall.grf.cli to
      info.picocli;
}
