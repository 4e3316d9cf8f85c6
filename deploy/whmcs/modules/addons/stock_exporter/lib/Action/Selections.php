<?php

namespace StockExporter\Action;

/** Parses what services have selected. Different rows are few, so each is parsed once. */
final class Selections
{
    const MAX_KNOWN = 5000;

    /** @var Options */
    private $options;
    /** @var array<string, Selection> */
    private $known = [];

    public function __construct(Options $options)
    {
        $this->options = $options;
    }

    /**
     * Returns the selections of a service by option. Duplicate rows of an option count once.
     *
     * @param string $rows as Services::selections() yields them
     * @return array<int, Selection>
     */
    public function parse(string $rows): array
    {
        $found = [];
        foreach (explode(',', $rows) as $row) {
            $selection = isset($this->known[$row]) ? $this->known[$row] : $this->read($row);
            $option = $selection->option;
            $found[$option] = isset($found[$option]) ? $found[$option]->with($selection) : $selection;
        }
        return $found;
    }

    private function read(string $row): Selection
    {
        if (count($this->known) >= self::MAX_KNOWN) {
            $this->known = [];
        }
        list($option, $choice, $number) = array_map('intval', explode(':', $row));
        return $this->known[$row] = new Selection($this->options, $option, $choice, $number);
    }
}
