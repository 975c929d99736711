using System.Text.Json;
using QmpGen.Testing.Wire;

namespace QmpGen.Testing.Requests;

/// <summary>A request, or the fault that makes the server reject it before it looks up the command.</summary>
internal sealed record TestRequest(JsonElement? Id, QmpTestCall Call, QmpTestErrorException? Fault)
{
    private static readonly JsonElement s_noArguments = QmpValue.Parse("{}").Json;

    /// <summary>The request as it appears in lists of messages.</summary>
    public string ShortText => Call.Command.Length == 0 ? "(not a request)" : Call.ShortText;

    /// <summary>Reads a request by the rules of a dialect.</summary>
    /// <param name="value">The value that the client sent.</param>
    /// <param name="usesControlField">Whether the dialect is that of QEMU 2.12.</param>
    /// <param name="outOfBandEnabled">Whether the session has enabled out-of-band execution.</param>
    /// <param name="acceptsIds">Whether a request can have an id.</param>
    public static TestRequest Read(RequestValue value, bool usesControlField, bool outOfBandEnabled, bool acceptsIds)
    {
        if (value.Fault is not null)
        {
            return Reject(value.Fault);
        }

        if (value.Json.ValueKind != JsonValueKind.Object)
        {
            return Reject("QMP input must be a JSON object");
        }

        JsonElement json = value.Json;
        string? fault = null;
        foreach (JsonProperty member in json.EnumerateObject())
        {
            fault ??=
                member.Name == "id" && !acceptsIds
                    ? DescribeUnexpected(member)
                    : FindFault(member, json, usesControlField, outOfBandEnabled);
        }

        bool outOfBand = usesControlField
            ? RunsOutOfBand(json)
            : json.TryGetProperty("exec-oob", out _) && !json.TryGetProperty("execute", out _);
        string verb = outOfBand && !usesControlField ? "exec-oob" : "execute";
        string command = json.TryGetProperty(verb, out JsonElement name) ? name.ToString() : "";
        JsonElement arguments = json.TryGetProperty("arguments", out JsonElement given) ? given : s_noArguments;
        fault ??= name.ValueKind == JsonValueKind.Undefined ? "QMP input lacks member 'execute'" : null;
        return new TestRequest(
            acceptsIds && json.TryGetProperty("id", out JsonElement id) ? id : null,
            new QmpTestCall(command, arguments, outOfBand),
            fault is null ? null : new QmpTestErrorException(fault)
        );
    }

    /// <summary>Whether <c>control.run-oob</c> is true.</summary>
    /// <remarks>QEMU 2.12 treats any other value as in-band.</remarks>
    public static bool RunsOutOfBand(JsonElement request) =>
        request.TryGetProperty("control", out JsonElement control)
        && control.ValueKind == JsonValueKind.Object
        && control.TryGetProperty("run-oob", out JsonElement runs)
        && runs.ValueKind == JsonValueKind.True;

    private static TestRequest Reject(string fault) =>
        new(null, new QmpTestCall("", s_noArguments, OutOfBand: false), new QmpTestErrorException(fault));

    private static string? FindFault(
        JsonProperty member,
        JsonElement request,
        bool usesControlField,
        bool outOfBandEnabled
    ) =>
        member.Name switch
        {
            "exec-oob" when usesControlField || !outOfBandEnabled => DescribeUnexpected(member),
            "execute" or "exec-oob" when member.Value.ValueKind != JsonValueKind.String =>
                $"QMP input member '{member.Name}' must be a string",
            "exec-oob" when request.TryGetProperty("execute", out _) =>
                "QMP input member 'execute' clashes with 'exec-oob'",
            "execute" or "exec-oob" or "id" => null,
            "arguments" => member.Value.ValueKind == JsonValueKind.Object
                ? null
                : "QMP input member 'arguments' must be an object",
            "control" when usesControlField => member.Value.ValueKind == JsonValueKind.Object
                ? null
                : "QMP input member 'control' must be a dict",
            _ => DescribeUnexpected(member),
        };

    private static string DescribeUnexpected(JsonProperty member) => $"QMP input member '{member.Name}' is unexpected";
}
