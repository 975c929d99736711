namespace QmpGen.Operations;

/// <summary>Presses keys of the machine's keyboard.</summary>
public static class KeyOperations
{
    /// <summary>Presses keys together.</summary>
    /// <param name="client">The client.</param>
    /// <param name="chord">QEMU's names of the keys (<c>QKeyCode</c>), separated by <c>-</c>, such as
    /// <c>ctrl-alt-f1</c> or <c>ret</c>.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="cancellationToken">A token that cancels the wait.</param>
    /// <returns>A task that completes after the time in which QEMU releases the keys.</returns>
    /// <remarks>It sends <c>send-key</c>. QEMU presses and releases the keys one after the other, each after
    /// <see cref="SendKeysOptions.HoldTime"/>, and the method waits as long. QEMU ignores keys while the machine is
    /// paused. A lost connection is not retried, because the keys would be pressed twice.</remarks>
    /// <exception cref="ArgumentException">The chord has an empty key.</exception>
    /// <exception cref="QmpCommandException">QEMU does not know a key.</exception>
    /// <exception cref="QmpTimeoutException">QEMU did not respond in time.</exception>
    /// <exception cref="QmpConnectionException">The connection ended.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static Task SendKeysAsync(
        this QmpClient client,
        string chord,
        SendKeysOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(chord);
        string[] keys = chord.Split('-');
        return keys.Contains("")
            ? throw new ArgumentException(
                $"The chord '{chord}' has an empty key. The key '-' is 'minus'.",
                nameof(chord)
            )
            : PressAsync(client, keys, options ?? new SendKeysOptions(), cancellationToken);
    }

    /// <summary>Types text, key by key.</summary>
    /// <param name="client">The client.</param>
    /// <param name="text">ASCII text. <c>\n</c> is the return key, and <c>\t</c>, <c>\b</c> and <c>\e</c> are tab,
    /// backspace and escape.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="cancellationToken">A token that cancels typing between two keys.</param>
    /// <returns>A task that completes after the time in which QEMU releases the last key.</returns>
    /// <remarks>The guest must use the keyboard layout of the United States. The whole text is checked before the first
    /// key is pressed. For each character, it sends <c>send-key</c> and waits as <see cref="SendKeysAsync"/> does: two
    /// or four times <see cref="SendKeysOptions.HoldTime"/>.</remarks>
    /// <exception cref="ArgumentException">The layout does not have a character.</exception>
    /// <inheritdoc cref="SendKeysAsync" path="/exception[not(@cref='T:System.ArgumentException')]"/>
    public static async Task SendTextAsync(
        this QmpClient client,
        string text,
        SendKeysOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(text);
        options ??= new SendKeysOptions();
        foreach (IReadOnlyList<string> keys in text.Select(KeyText.GetKeys).ToList())
        {
            await PressAsync(client, keys, options, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task PressAsync(
        QmpClient client,
        IReadOnlyList<string> keys,
        SendKeysOptions options,
        CancellationToken cancellationToken
    )
    {
        QmpObject arguments = new()
        {
            ["keys"] = QmpValue.FromItems([.. keys.Select(CreateKey)]),
            ["hold-time"] = (long)options.HoldTime.TotalMilliseconds,
        };
        await client
            .ExecuteAsync("send-key", arguments, options.CommandTimeout, cancellationToken)
            .ConfigureAwait(false);

        // QEMU responds before it releases the keys, and drops keys when its queue is full. Its queue has a delay of
        // the hold time after each press and each release.
        await Task.Delay(2 * keys.Count * options.HoldTime, cancellationToken).ConfigureAwait(false);
    }

    private static QmpValue CreateKey(string key) => new QmpObject { ["type"] = "qcode", ["data"] = key }!;
}
