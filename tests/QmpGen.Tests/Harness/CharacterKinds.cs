using System.Text.Json;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>Texts with each kind of character that a peer must receive unchanged.</summary>
internal static class CharacterKinds
{
    public static IReadOnlyList<string> All { get; } =
    [
        .. Enumerable
            .Range(1, 0x7F)
            .Where(code => code != '/')
            .Select(code => ((char)code).ToString())
            .Chunk(16)
            .Select(chars => string.Concat(chars)),
        "\u0080\u0085\u009f\u00a0\u00ad\u00ff",
        "\u00e9\u0301\u05d0\u200b\u200e\u2028\u2029\ufeff",
        "\u4e2d\uac00\ue000\uf8ff\ufdcf\ufdf0\uffef\ufffc\ufffd",
        "\U00010000\U0001F600\U0001F469\u200d\U0001F4BB\U000E0001\U000FFFFD\U0010FFFD",
        "\ud7ff\U0001F600\U0001F600.raw",
    ];

    /// <summary>Asserts that a peer's errors repeat a text as the name of a command and of a member.</summary>
    public static async Task AssertEchoedAsync(QmpClient client, string text)
    {
        QmpCommandException unknown = await Assert.ThrowsAsync<QmpCommandException>(() =>
            client.ExecuteRawAsync(text).WaitAsync(WaitTimeout)
        );
        Assert.Equal($"The command {text} has not been found", unknown.Description);
        JsonElement arguments = JsonElement.Parse($$"""{ {{(QmpValue)text}}: 1}""");
        foreach (string command in (string[])["query-name", "guest-ping"])
        {
            QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() =>
                client.ExecuteRawAsync(command, arguments).WaitAsync(WaitTimeout)
            );
            Assert.Contains(
                e.Description,
                (string[])[$"Parameter '{text}' is unexpected", $"The command {command} has not been found"]
            );
        }
    }
}
