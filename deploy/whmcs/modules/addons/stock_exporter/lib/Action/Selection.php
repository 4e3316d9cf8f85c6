<?php

namespace StockExporter\Action;

/** What a service has selected in one option. */
final class Selection
{
    /** @var int */
    public $option;
    /** @var int|null the choice; null if it does not exist */
    public $choice;
    /** @var int how many: 0 or 1, more for quantities */
    public $number;
    /** @var bool whether it can be part of a combination of choices */
    public $isInSets;
    /** @var bool whether rows of the service contradict each other */
    public $isDoubtful = false;
    /** @var int what rows of the same option must agree in */
    private $meaning;

    public function __construct(Options $options, int $option, int $choice, int $number)
    {
        $type = $options->typeOf($option);
        $this->option = $option;
        $this->choice = $options->choiceOf($option, $choice);
        if ($type === Options::QUANTITY) {
            $this->number = max($number, 0);
        } elseif ($type === Options::YES_NO) {
            $this->number = $number > 0 ? 1 : 0;
        } else {
            $this->number = $choice === 0 ? 0 : 1;
        }
        $this->meaning = $type >= Options::YES_NO ? $this->number : $choice;
        $this->isInSets = $type !== Options::QUANTITY && $this->number > 0;
    }

    /** Combines two rows of an option. Equal rows count once; rows that differ are doubtful. */
    public function with(self $other): self
    {
        $both = $this->number >= $other->number ? clone $this : clone $other;
        $both->isDoubtful = $this->isDoubtful || $other->isDoubtful || $this->meaning !== $other->meaning;
        return $both;
    }
}
