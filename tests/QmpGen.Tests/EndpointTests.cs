namespace QmpGen.Tests;

public sealed class EndpointTests
{
    [Theory]
    [InlineData("unix:/run/vm1.qmp")]
    [InlineData("unix:relative,with a comma")]
    [InlineData("tcp:localhost:4444")]
    [InlineData("tcp:[::1]:4444")]
    [InlineData("unix:@vm1")]
    [InlineData("unix:./@vm1")]
    [InlineData("unix:vm1,abstract=on,tight=off")]
    [InlineData("fd:3")]
    public void QEMUs_own_notation_is_understood(string endpoint) =>
        Assert.Equal(endpoint, QmpEndpoint.Parse(endpoint).ToString());

    [Theory]
    [InlineData("unix:vm1,abstract=on", "unix:@vm1")]
    [InlineData("unix:vm1,tight=on,abstract=on", "unix:@vm1")]
    [InlineData("unix:@vm1,tight=off", "unix:vm1,abstract=on,tight=off")]
    [InlineData("unix:@vm1,abstract=on", "unix:@@vm1")]
    [InlineData("unix:/run/vm1,abstract=off", "unix:/run/vm1")]
    public void Abstract_sockets_have_more_than_one_notation(string endpoint, string same) =>
        Assert.Equal(same, QmpEndpoint.Parse(endpoint).ToString());

    [Theory]
    [InlineData("/run/vm1.qmp", "unix:")]
    [InlineData("", "unix:")]
    [InlineData("unix:", "path is missing")]
    [InlineData("unix:/run/vm1.qmp,server=on,wait=off", "command line")]
    [InlineData("unix:@", "name is missing")]
    [InlineData("unix:vm1,abstract=maybe", "'on' or 'off'")]
    [InlineData("unix:vm1,tight=off", "abstract=on")]
    [InlineData("unix:\0vm1", "'@'")]
    [InlineData("fd:stdin", "number")]
    [InlineData("fd:-1", "number")]
    [InlineData("tcp:localhost:0", "from 1 to 65535")]
    [InlineData("tcp:localhost", "port")]
    [InlineData("tcp::4444", "host")]
    [InlineData("tcp:localhost:70000", "65535")]
    [InlineData("tcp:::1:4444", "brackets")]
    public async Task Anything_else_is_refused_with_the_remedy(string endpoint, string remedy)
    {
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => QmpClient.ConnectAsync(endpoint));
        Assert.Contains(remedy, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_no_socket_can_have_is_refused() =>
        Assert.Contains(
            "107 bytes",
            Assert.Throws<ArgumentException>(() => QmpEndpoint.Parse("unix:/" + new string('x', 107))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_function_that_connects_to_nothing_is_named()
    {
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            QmpClient.ConnectAsync(QmpEndpoint.Create("my tunnel", _ => ValueTask.FromResult<Stream>(null!)))
        );
        Assert.Contains("my tunnel: its function gave no stream", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unix:/nowhere/vm1.qmp", "no such file")]
    [InlineData("tcp:127.0.0.1:1", "nobody listens")]
    [InlineData("tcp:no-such-host.invalid:4444", "not known")]
    [InlineData("fd:999", "not open")]
    public async Task A_failed_connect_names_the_endpoint_and_the_usual_cause(string endpoint, string cause)
    {
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            QmpClient.ConnectAsync(endpoint)
        );
        Assert.Contains(endpoint, e.Message, StringComparison.Ordinal);
        Assert.Contains(cause, e.Message, StringComparison.Ordinal);
    }
}
