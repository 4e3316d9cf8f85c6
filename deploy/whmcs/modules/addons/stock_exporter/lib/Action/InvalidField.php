<?php

namespace StockExporter\Action;

/** An invalid field of a request, with a message for the caller. */
final class InvalidField extends \Exception
{
}
