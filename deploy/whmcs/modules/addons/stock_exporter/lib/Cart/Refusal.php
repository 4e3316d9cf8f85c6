<?php

namespace StockExporter\Cart;

use StockExporter\Exporter;
use StockExporter\Pause;
use StockExporter\Settings;

/**
 * Refuses carts with choices that are sold out, if the admin wants that. Nothing is refused without an answer
 * of the exporter that proves it.
 */
final class Refusal
{
    /**
     * @param string $hook ShoppingCartValidateCheckout or ShoppingCartValidateProductUpdate
     * @return string[] what the customer reads; nothing lets the cart pass
     */
    public static function check(string $hook, array $vars, Settings $settings): array
    {
        $items = $settings->refuses && $settings->canSend() ? self::items($hook, $vars) : [];
        $pause = new Pause($settings);
        if (!$items || $pause->isOn()) {
            return [];
        }
        $exporter = new Exporter($settings);
        $answer = $exporter->askSoldOut();
        $pause->update($answer['problem'], $exporter->millis());
        $soldOut = new SoldOut($answer['soldOut'] ?: []);
        foreach ($items as $item) {
            if ($soldOut->has($item['pid'], $item['choices'])) {
                return [$settings->refusal];
            }
        }
        return [];
    }

    /** Returns the products in the cart with the values of their options. */
    private static function items(string $hook, array $vars): array
    {
        $cart = isset($_SESSION['cart']['products']) ? $_SESSION['cart']['products'] : [];
        $cart = is_array($cart) ? $cart : [];
        if ($hook === 'ShoppingCartValidateProductUpdate') {
            $index = isset($vars['i']) && is_scalar($vars['i']) ? (string) $vars['i'] : '';
            $product = isset($cart[$index]) && is_array($cart[$index]) ? $cart[$index] : [];
            $cart = [['configoptions' => isset($vars['configoption']) ? $vars['configoption'] : []] + $product];
        }
        $items = [];
        foreach ($cart as $product) {
            if (is_array($product) && isset($product['pid'])) {
                $choices = isset($product['configoptions']) ? $product['configoptions'] : [];
                $items[] = ['pid' => (int) $product['pid'], 'choices' => is_array($choices) ? $choices : []];
            }
        }
        return $items;
    }
}
