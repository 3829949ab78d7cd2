package dev.footfall.grf.report;

/** The looks of the page: colours by name, once for each scheme, and the rest by those names. */
final class HtmlStyle {
  private static final String LIGHT =
      "--page:#f7f7f5;--panel:#ffffff;--ink:#1d1f23;--soft:#5c6168;--line:#e3e3df;"
          + "--shade:#eeeeea;--accent:#1f6fd0;--warn:#fdf1d8;--warn-ink:#6b4a00;--mark:#c2410c;";

  private static final String DARK =
      "--page:#131517;--panel:#1c1f22;--ink:#eceef0;--soft:#a2a9b1;--line:#32373c;"
          + "--shade:#272b30;--accent:#6aaeff;--warn:#3a2e12;--warn-ink:#f5d48a;--mark:#ff9a62;";

  /** The style sheet. */
  static final String CSS =
      ":root{"
          + LIGHT
          + "}\n@media screen and (prefers-color-scheme:dark){:root{"
          + DARK
          + "}}\n"
          + """
          *{box-sizing:border-box}
          body{margin:0;background:var(--page);color:var(--ink);
          font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
          main{max-width:1080px;margin:0 auto;padding:40px 24px 56px}
          h1{font-size:1.85rem;line-height:1.2;margin:0 0 8px;letter-spacing:-.015em}
          h2{font-size:1.2rem;margin:0 0 12px}
          h3{font-size:.95rem;margin:20px 0 4px;overflow-wrap:anywhere}
          p{margin:0 0 12px;max-width:72ch;overflow-wrap:anywhere}
          .lead,.note,figcaption,caption,small,.legend{color:var(--soft)}
          .note{font-size:.92rem}
          .warning{background:var(--warn);color:var(--warn-ink);padding:10px 14px;border-radius:8px}
          section{background:var(--panel);border:1px solid var(--line);border-radius:12px;
          padding:24px;margin-top:20px}
          section>p{font-size:.92rem;color:var(--soft)}
          .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:12px;
          margin-bottom:20px}
          .tile{border:1px solid var(--line);border-radius:10px;padding:12px 16px}
          .tile span,.tile small{display:block;font-size:.83rem;color:var(--soft)}
          .tile strong{font-size:1.65rem;font-weight:600;line-height:1.35;letter-spacing:-.01em}
          .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));
          gap:16px 28px;align-items:start}
          .scroll{overflow-x:auto;margin-bottom:16px}
          .pair .scroll{margin-bottom:0}
          table{border-collapse:collapse;width:100%;font-size:.88rem;font-variant-numeric:tabular-nums}
          caption{text-align:left;padding:0 0 6px;font-size:.88rem}
          th,td{padding:5px 10px;text-align:right;white-space:nowrap;border-top:1px solid var(--line)}
          th:first-child{text-align:left;padding-left:0}
          td:last-child,th:last-child{padding-right:0}
          th{font-weight:500}
          thead th{border-top:0;color:var(--soft);font-weight:400}
          .bars th,.bars td{border-top:0;padding-top:2px;padding-bottom:2px;line-height:1.35}
          .bar{width:52%}
          .bar span{display:block;height:11px;border-radius:0 3px 3px 0;background:var(--accent);
          print-color-adjust:exact;-webkit-print-color-adjust:exact}
          figure{margin:0}
          figcaption{font-size:.85rem;text-align:center;overflow-wrap:anywhere}
          svg{display:block;width:100%;height:auto;overflow:visible}
          svg text{font-size:12.5px;fill:var(--soft);font-variant-numeric:tabular-nums}
          svg path{fill:none;stroke-linejoin:round;stroke-linecap:round}
          svg .grid{stroke:var(--line);stroke-width:1}
          svg .shade{fill:var(--shade)}
          svg .measured{stroke:var(--ink);stroke-width:2.1}
          svg .estimated{stroke:var(--accent);stroke-width:2.1}
          svg .band{fill:var(--accent);fill-opacity:.2}
          svg .zero{stroke:var(--soft);stroke-width:1}
          svg .dot{stroke:var(--accent);stroke-opacity:.4;stroke-width:5}
          svg .point{stroke:var(--accent);stroke-width:9}
          svg .bias{stroke:var(--ink);stroke-width:1.6}
          svg .limit{stroke:var(--ink);stroke-width:1.4;stroke-dasharray:6 5}
          svg .level{fill:var(--ink);paint-order:stroke;stroke:var(--panel);stroke-width:4px;
          stroke-linejoin:round}
          svg .sole{fill:var(--shade)}
          svg .cell{fill:var(--accent)}
          svg circle.cell{fill-opacity:.55}
          svg .used{stroke:var(--accent);stroke-width:2.5}
          svg .step{stroke:var(--ink);stroke-opacity:.18;stroke-width:1.2}
          svg .halo{stroke:var(--panel);stroke-width:6}
          svg .path{stroke:var(--mark);stroke-width:3}
          .legend{font-size:.88rem;margin-bottom:8px}
          .legend span{margin-right:18px;white-space:nowrap}
          .key{display:inline-block;width:20px;height:0;border-top:3px solid;margin-right:7px;
          vertical-align:middle}
          .key.measured{border-color:var(--ink)}
          .key.estimated{border-color:var(--accent)}
          .key.shaded,.key.banded{height:13px;border:0;border-radius:3px;background:var(--shade)}
          .key.banded{background:var(--accent);opacity:.25}
          dl{display:grid;grid-template-columns:minmax(110px,170px) 1fr;gap:6px 18px;margin:0;
          font-size:.88rem}
          dt{color:var(--soft)}
          dd{margin:0;overflow-wrap:anywhere}
          @media(max-width:560px){main{padding:24px 12px 40px}section{padding:18px 14px}
          h1{font-size:1.5rem}table,caption{font-size:.82rem}th,td{padding:5px 6px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}
          svg text{font-size:14px}.tiles{grid-template-columns:1fr 1fr}.tile{padding:10px 12px}
          .tile strong{font-size:1.4rem}}
          @media print{body{background:none;font-size:11pt}main{max-width:none;padding:0}
          section{border:0;padding:0;margin-top:22px}figure,table,.tile,.warning,dl{break-inside:avoid}
          h2,h3{break-after:avoid}.scroll{overflow:visible}
          .pair{grid-template-columns:1fr 1fr;gap:10px 20px}.tiles{grid-template-columns:repeat(4,1fr)}
          th,td{padding:3px 6px}
          svg,.key,.warning{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
          """;

  private HtmlStyle() {}
}
