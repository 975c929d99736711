using System.Text.Json;

namespace QmpGen.Tests;

/// <summary>A request as a monitor receives it.</summary>
/// <param name="Command">The command's name.</param>
/// <param name="Id">The request's id.</param>
/// <param name="OutOfBand">Whether the request uses <c>exec-oob</c>.</param>
/// <param name="Line">The whole line.</param>
internal sealed record ReceivedRequest(string Command, long Id, bool OutOfBand, string Line)
{
    public static ReceivedRequest Parse(string line)
    {
        JsonElement json = JsonElement.Parse(line);
        bool outOfBand = json.TryGetProperty("exec-oob", out JsonElement command);
        return new ReceivedRequest(
            (outOfBand ? command : json.GetProperty("execute")).GetString()!,
            json.GetProperty("id").GetInt64(),
            outOfBand,
            line
        );
    }
}
