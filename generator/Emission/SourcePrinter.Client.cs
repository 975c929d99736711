using QmpGen.Generator.Model;
using static QmpGen.Generator.Emission.CodeBlock;
using static QmpGen.Generator.Names.GlobalNames;

namespace QmpGen.Generator.Emission;

/// <content>Prints the client. Its methods are in the units of their commands.</content>
internal sealed partial class SourcePrinter
{
    private string PrintClient(ClientModel model)
    {
        string version = CSharpLiteral.Quote(model.SchemaVersion);
        string signature = $"ConnectAsync({QmpEndpoint}, {QmpClientOptions}, {SystemToken})";
        return Format(
            $$"""
            {{PrintTypeHead(model)}}
            {{_header.Accessibility}} sealed partial class {{model.Name}} : {{QmpClient}}
            {
                private static readonly {{QmpBindings}} s_bindings = new(
                    {{version}},
                    {{PrintEventReader(model)}}{{PrintPeer(model.Peer)}})
                {
                    Schema = new(
                        static () => SchemaText,
                        {{string.Join(",\n", model.Releases.Select(PrintRelease))}}),
                };

                private {{model.Name}}({{QmpSession}} session) : base(session) { }

                /// <summary>Connects to {{model.Endpoint}}.</summary>
                /// <inheritdoc cref="{{QmpClient}}.{{signature}}"/>
                public static new {{SystemTask}}<{{model.Name}}> ConnectAsync(
                    {{QmpEndpoint}} endpoint,
                    {{QmpClientOptions}}? options = null,
                    {{SystemToken}} cancellationToken = default) =>
                    ConnectAsync(
                        endpoint,
                        options,
                        s_bindings,
                        static session => new {{model.Name}}(session),
                        cancellationToken);
            }
            """
        );
    }

    /// <summary>Prints the attribute that lists the merged releases.</summary>
    private string PrintReleases(ClientModel model) =>
        model.Releases.Count < 2
            ? ""
            : $"[assembly: {QmpReleases}({CSharpLiteral.QuoteList(
                model.Releases.Select(release => release.Label).Prepend(_header.Namespace)
            )})]\n";

    private static string PrintRelease(ReleaseModel release)
    {
        string[] parts = [release.Label, release.Version, release.Package];
        int count = release.Package.Length > 0 ? 3 : release.Version.Length > 0 ? 2 : 1;
        return $"new({CSharpLiteral.QuoteList(parts.Take(count))})";
    }

    private static string PrintEventReader(ClientModel model) =>
        model.Events.Count == 0
            ? $"static (string wireName, ref {QmpReader} r) => null"
            : Format(
                $$"""
                static (string wireName, ref {{QmpReader}} r) => wireName switch
                {
                    {{JoinLines(model.Events.Select(PrintArm))}}
                    _ => null,
                }
                """
            );

    private static string PrintArm(KnownEventModel known) =>
        $"{CSharpLiteral.Quote(known.WireName)} => new {known.FullName}(ref r),";

    private static string PrintPeer(PeerModel? peer) =>
        peer is null
            ? ""
            : string.Concat(
                peer.CommandsWithoutResponse.Select(CSharpLiteral.Quote)
                    .Prepend($"{QmpPeer}.{peer.Kind}")
                    .Select(argument => $", {argument}")
            );
}
