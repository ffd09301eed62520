<?php

/**
 * The harness's pages: what a browser of a staff member or a client would be given, the hooks' output in its place.
 *
 * Rule: plain, and with the few classes of Bootstrap 3 that the module counts on, so that a picture shows how it looks.
 */

/** Prints a page around what the hooks returned. */
function harness_page(string $title, string $inside): void
{
    echo <<<HTML
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>$title</title><style>
body { margin: 0; background: #f4f6f8; color: #333; font: 14px/1.43 "Open Sans", "DejaVu Sans", Verdana, sans-serif; }
.bar { padding: 10px 24px; background: #1a4d80; color: #fff; }
.main { max-width: 1060px; margin: 0 auto; padding: 16px 24px; }
h1 { font-size: 22px; font-weight: 400; } h2 { font-size: 18px; font-weight: 400; }
.btn { display: inline-block; padding: 6px 12px; border: 1px solid #ccc; border-radius: 4px; background: #fff;
  color: #333; font: inherit; text-decoration: none; }
.btn-xs { padding: 1px 8px; font-size: 12px; border-radius: 3px; }
.btn-primary { background: #337ab7; border-color: #2e6da4; color: #fff; }
.btn-danger { background: #c9302c; border-color: #ac2925; color: #fff; }
.alert { margin-bottom: 15px; padding: 10px 15px; border-radius: 4px; overflow-wrap: anywhere; }
.alert-success { background: #dff0d8; color: #2d662e; } .alert-danger { background: #f2dede; color: #8f2f2d; }
.alert-info { background: #d9edf7; color: #245269; }
.table { border-collapse: collapse; width: 100%; margin-bottom: 12px; } .table th, .table td { padding: 6px 8px;
  border-top: 1px solid #ddd; text-align: left; }
.form-group { margin-bottom: 12px; } .form-control { padding: 5px 8px; border: 1px solid #ccc; border-radius: 4px;
  font: inherit; } .list-inline { margin: 6px 0 0; padding: 0; list-style: none; display: flex; gap: 18px; }
.reply { padding: 10px 14px; border: 1px solid #ddd; border-radius: 4px; background: #fff; }
</style></head><body><div class="bar">WHMCS (harness)</div><div class="main"><h1>$title</h1>$inside</div></body></html>
HTML;
}
