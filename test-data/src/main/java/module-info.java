/** Small files and models that tests and the first run need. */
module dev.footfall.testdata {
  exports dev.footfall.testdata;
}
