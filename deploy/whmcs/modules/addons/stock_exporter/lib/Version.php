<?php

namespace StockExporter;

/** The version of this module, which is the exporter's. */
final class Version
{
    const NUMBER = '0.1.0';
}
